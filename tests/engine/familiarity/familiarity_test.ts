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

const options = { columns: 2, share: 0.05 };

/** Points around a direction. */
function fan(count: number): Float32Array {
  return Float32Array.from({ length: 2 * count }, (_, at) => {
    const angle = 0.3 * Math.sin(at >> 1);
    return at % 2 === 0 ? 3 * Math.cos(angle) : 3 * Math.sin(angle);
  });
}

/** Fails unless a number is one. */
function assertNumber(value: number): void {
  assert.ok(Number.isFinite(value), `${value}`);
}

Deno.test("what lies in another direction is unlike, whatever its length", () => {
  const familiarity = familiarityOf(fan(60), fan(40), options);
  assert.equal(unlikeness(familiarity, Float32Array.of(5, 0)).flag, false);
  const other = unlikeness(familiarity, Float32Array.of(0, 5));
  assert.equal(other.flag, true);
  assert.equal(other.percentile, 100);
  assert.equal(unlikeness(familiarity, Float32Array.of(-0.01, 0)).flag, true);
});

Deno.test("one training item, equal ones and none to hold them against give numbers", () => {
  const one = familiarityOf(Float32Array.of(1, 1), Float32Array.of(), options);
  const told = unlikeness(one, Float32Array.of(1, 0));
  assertNumber(told.distance);
  assert.deepEqual([told.flag, told.threshold, told.percentile], [
    null,
    null,
    null,
  ]);
  const flat = new Float32Array(2 * 50).fill(0.7);
  const equal = familiarityOf(flat, flat.subarray(0, 80), options);
  assert.equal(unlikeness(equal, Float32Array.of(2, 2)).flag, false);
  const nothing = familiarityOf(
    new Float32Array(100),
    new Float32Array(80),
    options,
  );
  const zero = unlikeness(nothing, Float32Array.of(0, 0));
  assert.deepEqual([zero.flag, zero.distance], [false, 0]);
  const broken = unlikeness(equal, Float32Array.of(NaN, Infinity));
  assertNumber(broken.distance);
  for (const count of [1, 2]) {
    const few = familiarityOf(fan(9), fan(count), options);
    assert.equal(unlikeness(few, Float32Array.of(0, 1)).flag, null);
  }
});

Deno.test("it is read as it was written, and a damaged one names its folder", async () => {
  await withFolder(async (folder) => {
    assert.equal(await readFamiliarity(folder), undefined);
    const familiarity = familiarityOf(fan(60), fan(40), options);
    await writeFamiliarity(folder, "a".repeat(64), familiarity);
    assert.deepEqual(await readFamiliarity(folder), familiarity);
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
