import assert from "node:assert/strict";
import {
  WATCHING,
  type WatchState,
  watchStateAfter,
} from "../../../src/app/dashboard/watch_state.ts";
import {
  watchNodes,
  watchText,
} from "../../../src/app/dashboard/page/watching.mjs";
import type { WatchEvent } from "../../../src/app/watch/event.ts";

const after = (...events: readonly WatchEvent[]) =>
  events.reduce<WatchState>(watchStateAfter, WATCHING);

const FILES: WatchEvent = {
  gen: 1,
  type: "watch.files",
  files: ["/p/pets.ts", "/p/data.ts"],
};
const SAVED: WatchEvent = {
  gen: 2,
  type: "watch.saved",
  files: ["/p/pets.ts"],
};
const PLAN: WatchEvent = {
  gen: 2,
  type: "watch.plan",
  nodes: [
    { name: "source", state: "reuse", key: "a", seconds: 0 },
    {
      name: "fit/full/1",
      state: "run",
      key: null,
      reason: "fit.epochs 1 -> 3",
      seconds: 2,
    },
  ],
  seconds: 2,
  waits: false,
};

Deno.test("a watch tells at once what was saved, and what becomes of it", () => {
  assert.equal(watchText(null), undefined);
  assert.equal(watchText(after(FILES))?.text, "Watching pets.ts and 1 more");
  // Whether it can be read at all is found out first.
  assert.equal(
    watchText(after(FILES, SAVED))?.text,
    "pets.ts saved: it is read",
  );
  const START: WatchEvent = { gen: 2, type: "run.start", pipeline: "pets" };
  const begun = after(FILES, SAVED, PLAN, START);
  assert.deepEqual(
    [true, false].map((isRunning) => watchText(begun, isRunning)?.text),
    [
      "pets.ts saved: the training goes by it",
      "pets.ts saved: this run is of it",
    ],
  );
  assert.equal(
    watchText(after(FILES, SAVED, PLAN))?.text,
    "pets.ts saved: 1 of 2 nodes run, about 2.0s",
  );
  assert.match(
    watchText(after(FILES, SAVED, { ...PLAN, waits: true }))?.text ?? "",
    /; it waits to be started$/,
  );
  const same: WatchEvent = { gen: 2, type: "watch.unchanged", status: "ok" };
  assert.equal(
    watchText(after(FILES, SAVED, same))?.text,
    "pets.ts saved: nothing changes",
  );
  const fault: WatchEvent = {
    gen: 2,
    type: "error",
    message: "Cannot read it",
  };
  assert.deepEqual(watchText(after(FILES, SAVED, fault)), {
    text: "pets.ts saved: Cannot read it",
    bad: true,
  });
});

Deno.test("what a plan says of nodes stands until the run itself tells", () => {
  const shown = [
    { name: "source", state: "done" },
    { name: "fit/full/1", state: "done", seconds: 1 },
  ];
  const planned = after(FILES, SAVED, PLAN);
  assert.deepEqual(watchNodes(shown, planned), [
    { name: "source", state: "reused", expected: 0 },
    {
      name: "fit/full/1",
      state: "stale",
      reason: "fit.epochs 1 -> 3",
      expected: 2,
    },
  ]);
  const start: WatchEvent = { gen: 2, type: "run.start", pipeline: "pets" };
  assert.equal(watchNodes(shown, watchStateAfter(planned, start)), shown);
  // The run of an older save begins again and again; its plan is not this.
  const older: WatchEvent = { ...start, gen: 1 };
  assert.equal(watchStateAfter(planned, older), planned);
});
