import assert from "node:assert/strict";
import {
  familiarityOf,
  unlikeness,
} from "../../../src/engine/familiarity/familiarity.ts";
import {
  readFamiliarity,
  writeFamiliarity,
} from "../../../src/engine/model/familiarity_file.ts";
import { evenly } from "../../../src/engine/data/evenly.ts";
import { withFolder } from "../../_folder.ts";

const SHARE = 0.05;

/** What features of two columns make familiar. */
function familiarOf(train: Float32Array, valid: Float32Array) {
  const features = { columns: 2, train, valid };
  return familiarityOf({ features }, valid.length / 2, SHARE);
}

/** Points around a direction. */
function fan(count: number, phase = 0, width = 0.3): Float32Array {
  return Float32Array.from({ length: 2 * count }, (_, at) => {
    const angle = width * Math.sin((at >> 1) + phase);
    return at % 2 === 0 ? 3 * Math.cos(angle) : 3 * Math.sin(angle);
  });
}

/** Fails unless a number is one. */
function assertNumber(value: number | null): void {
  assert.ok(Number.isFinite(value), `${value}`);
}

Deno.test("what lies in another direction is unlike, whatever its length", () => {
  const familiarity = familiarOf(fan(60), fan(40));
  assert.equal(unlikeness(familiarity, Float32Array.of(5, 0)).flag, false);
  const other = unlikeness(familiarity, Float32Array.of(0, 5));
  assert.equal(other.flag, true);
  assert.equal(other.percentile, 100);
  assert.equal(unlikeness(familiarity, Float32Array.of(-0.01, 0)).flag, true);
});

Deno.test("one training item, equal ones and none to hold them against give numbers", () => {
  const one = familiarOf(Float32Array.of(1, 1), Float32Array.of());
  const told = unlikeness(one, Float32Array.of(1, 0));
  assertNumber(told.distance);
  assert.deepEqual([told.flag, told.threshold, told.percentile], [
    null,
    null,
    null,
  ]);
  const flat = new Float32Array(2 * 50).fill(0.7);
  const equal = familiarOf(flat, flat.subarray(0, 80));
  assert.equal(unlikeness(equal, Float32Array.of(2, 2)).flag, false);
  const nothing = familiarOf(new Float32Array(100), new Float32Array(80));
  const zero = unlikeness(nothing, Float32Array.of(0, 0));
  assert.deepEqual([zero.flag, zero.distance], [false, 0]);
  const broken = unlikeness(equal, Float32Array.of(NaN, Infinity));
  assertNumber(broken.distance);
  for (const count of [1, 2]) {
    const few = familiarOf(fan(9), fan(count));
    assert.equal(unlikeness(few, Float32Array.of(0, 1)).flag, null);
  }
});

Deno.test("it is read as it was written, and a damaged one names its folder", async () => {
  await withFolder(async (folder) => {
    assert.equal(await readFamiliarity(folder), undefined);
    const familiarity = familiarOf(fan(60), fan(40));
    await writeFamiliarity(folder, "a".repeat(64), familiarity);
    assert.deepEqual(await readFamiliarity(folder), familiarity);
    const [met, unmet] = [{ ages: [1, 9] }, [{
      column: "age",
      value: 12,
      beyond: 3,
    }]];
    const cells = { met, valid: [unmet, ...Array(9).fill([])] };
    for (
      const known of [{ cells }, {
        cells,
        features: {
          columns: 2,
          apart: true,
          train: fan(9),
          valid: fan(10),
        },
      }]
    ) {
      const rows = familiarityOf(known, 10, SHARE);
      assert.deepEqual(rows.cells?.thresholds, [{ column: "age", beyond: 3 }]);
      await writeFamiliarity(folder, "a".repeat(64), rows);
      assert.deepEqual(await readFamiliarity(folder), rows);
    }
    await Deno.writeTextFile(`${folder}/familiarity.json`, "{");
    await assert.rejects(readFamiliarity(folder), {
      name: "PipelineError",
      item: folder,
    });
    await writeFamiliarity(folder, "a".repeat(64), familiarity);
    await Deno.remove(`${folder}/familiarity.safetensors`);
    await assert.rejects(readFamiliarity(folder), { name: "PipelineError" });
  });
});

Deno.test("of a large set a part is taken from all over it, always the same", () => {
  const all = Array.from({ length: 10 }, (_, at) => at);
  assert.deepEqual(evenly(all, 4), [0, 2, 5, 7]);
  assert.deepEqual(evenly(all, 4), evenly(all, 4));
  assert.deepEqual(evenly([], 4), []);
});

Deno.test("what was written before rows had any of it is read", async () => {
  await withFolder(async (folder) => {
    const familiarity = familiarOf(fan(60), fan(40));
    await writeFamiliarity(folder, "a".repeat(64), familiarity);
    const path = `${folder}/familiarity.json`;
    const { body, keys, share } = JSON.parse(await Deno.readTextFile(path));
    const former = { format: 1, keys, share, ...body };
    await Deno.writeTextFile(path, JSON.stringify(former));
    assert.deepEqual(await readFamiliarity(folder), familiarity);
  });
});

const old = { column: "age", value: 900, beyond: 810 };

Deno.test("no more than the share of validation rows is unlike, by cells and features together", () => {
  // Of 40 rows, 2 may be: one has a cell, so that one more is too far.
  const valid = fan(40, 0.5, 0.6);
  const features = { columns: 2, train: fan(60), valid };
  const cells = {
    met: null,
    valid: Array.from({ length: 40 }, (_, at) => at === 7 ? [old] : []),
  };
  const familiarity = familiarityOf({ features, cells }, 40, SHARE);
  const flagged = cells.valid.filter((unmet, at) =>
    unlikeness(familiarity, valid.subarray(2 * at, 2 * at + 2), unmet).flag
  );
  assert.equal(flagged.length, 2);
  assert.ok(flagged.some((unmet) => unmet.length > 0));
});

Deno.test("a cell flags what features do not, and is told without its measure", () => {
  const features = { columns: 2, train: fan(60), valid: fan(40) };
  const cells = { met: null, valid: Array(40).fill([]) };
  const familiarity = familiarityOf({ features, cells }, 40, SHARE);
  const like = Float32Array.of(5, 0);
  const { flag, unmet } = unlikeness(familiarity, like, [old]);
  assert.equal(flag, true);
  assert.deepEqual(unmet, [{ column: "age", value: 900 }]);
  const plain = unlikeness(familiarity, like, []);
  assert.deepEqual([plain.flag, plain.unmet], [false, []]);
});

Deno.test("too few validation rows flag nothing, and their cells are told", () => {
  const cells = { met: null, valid: Array(19).fill([]) };
  const familiarity = familiarityOf({ cells }, 19, SHARE);
  assert.deepEqual(unlikeness(familiarity, undefined, [old]), {
    flag: null,
    distance: null,
    threshold: null,
    percentile: null,
    unmet: [{ column: "age", value: 900 }],
  });
});
