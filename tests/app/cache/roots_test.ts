import assert from "node:assert/strict";
import { join } from "node:path";
import {
  ownersOf,
  type RecordedRun,
  rootsOf,
  runsOfModels,
} from "../../../src/app/cache/roots.ts";
import { withFolder } from "../../_folder.ts";

const DAY = 24 * 3_600_000;
const NOW = 1000 * DAY;

/** A run of so many days ago. */
function run(
  slug: string,
  days: number,
  keys: readonly string[],
  more: Partial<RecordedRun> = {},
): RecordedRun {
  const start = NOW - days * DAY;
  return { slug, start, succeeded: true, keys, passing: [], ...more };
}

function needed(runs: readonly RecordedRun[], keepDays = 14) {
  const { latest, recent, passed } = rootsOf(runs, { now: NOW, keepDays });
  return {
    latest: [...latest].sort(),
    recent: [...recent].sort(),
    passed: [...passed].sort(),
  };
}

Deno.test("rootsOf() keeps the latest success of each pipeline, and young runs", () => {
  const runs = [
    run("pets", 30, ["a", "shared"]),
    run("pets", 20, ["b"]),
    run("pets", 19, ["c"], { succeeded: false }),
    run("xor", 300, ["d", "shared"]),
    run("xor", 3, ["e"], { succeeded: false }),
    run("new", 1, ["f"]),
  ];
  assert.deepEqual(needed(runs), {
    latest: ["b", "d", "f", "shared"],
    recent: ["e", "f"],
    passed: [],
  });
  assert.deepEqual(needed(runs.toReversed()), needed(runs));
  assert.deepEqual(needed(runs, 0).recent, []);
  assert.deepEqual(needed([]), { latest: [], recent: [], passed: [] });
});

Deno.test("rootsOf() keeps what a stopped run would go on from, until a later one got there", () => {
  const stopped = run("pets", 2, ["input", "epoch 1", "epoch 2"], {
    succeeded: false,
  });
  const done = run("pets", 1, ["input", "epoch 3"], {
    passing: ["epoch 1", "epoch 2"],
  });
  assert.deepEqual(needed([stopped]).recent, ["epoch 1", "epoch 2", "input"]);
  assert.deepEqual(needed([stopped, done]), {
    latest: ["epoch 3", "input"],
    recent: ["epoch 3", "input"],
    passed: ["epoch 1", "epoch 2"],
  });
  // One of another pipeline did not go on from there, nor an earlier one.
  const other = { ...done, slug: "cats" };
  const before = { ...done, start: NOW - 3 * DAY };
  for (const each of [other, before]) {
    assert.deepEqual(needed([stopped, each]).passed, []);
  }
  // Another pipeline may end where this one only passed.
  const shorter = run("cats", 90, ["epoch 1"]);
  assert.deepEqual(needed([stopped, done, shorter]).passed, ["epoch 2"]);
});

Deno.test("ownersOf() tells which pipelines have a key", () => {
  const owners = ownersOf([
    run("pets", 1, ["a"], { passing: ["b"] }),
    run("xor", 2, ["a"]),
    run("xor", 3, ["a"]),
  ]);
  assert.deepEqual([...owners.get("a") ?? []], ["pets", "xor"]);
  assert.deepEqual([...owners.get("b") ?? []], ["pets"]);
});

Deno.test("runsOfModels() tells what models were made of, and passes others over", () =>
  withFolder(async (root) => {
    assert.deepEqual(await runsOfModels(root), []);
    const key = "5".repeat(64);
    const files: Record<string, string> = {
      pets: JSON.stringify({ format: 1, keys: { model: key } }),
      torn: '{"keys":',
      other: '{"keys":{"model":"../../x"}}',
    };
    for (const [slug, text] of Object.entries(files)) {
      await Deno.mkdir(join(root, "models", slug), { recursive: true });
      await Deno.writeTextFile(join(root, "models", slug, "model.json"), text);
    }
    await Deno.mkdir(join(root, "models/empty"));
    await Deno.writeTextFile(join(root, "models/notes.txt"), "mine");
    assert.deepEqual(await runsOfModels(root), [
      { slug: "pets", start: 0, succeeded: true, keys: [key], passing: [] },
    ]);
  }));
