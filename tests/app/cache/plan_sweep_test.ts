import assert from "node:assert/strict";
import {
  planSweep,
  type Roots,
  type Sweepable,
  type SweepRules,
} from "../../../src/app/cache/plan_sweep.ts";

const HOUR = 3_600_000;
const NOW = 1000 * 24 * HOUR;
const RULES: SweepRules = { now: NOW, keepDays: 14 };

/** Something of ten bytes, last used so many days ago. */
function thing(key: string, days: number, more: Partial<Sweepable> = {}) {
  return { key, bytes: 10, used: NOW - days * 24 * HOUR, ...more };
}

function roots(some: Partial<Record<keyof Roots, string[]>> = {}): Roots {
  const { latest, recent, passed } = some;
  return {
    latest: new Set(latest),
    recent: new Set(recent),
    passed: new Set(passed),
  };
}

function keys(
  things: readonly Sweepable[],
  some: Roots,
  rules: Partial<SweepRules> = {},
): string[] {
  return planSweep(things, some, { ...RULES, ...rules }).map(({ key }) => key);
}

const THINGS = [
  thing("latest", 100),
  thing("recent", 90),
  thing("old", 15),
  thing("young", 13),
];
const NEEDED = roots({ latest: ["latest"], recent: ["recent"] });

Deno.test("planSweep() takes what no run needs and nothing used for the days", () => {
  assert.deepEqual(planSweep(THINGS, NEEDED, RULES), [
    { ...thing("old", 15), why: "not used for 15 days" },
  ]);
  assert.deepEqual(keys(THINGS, NEEDED, { keepDays: 13 }), ["old", "young"]);
  assert.deepEqual(keys(THINGS, NEEDED, { keepDays: 16 }), []);
  assert.deepEqual(keys([], NEEDED), []);
  const [swept] = planSweep([thing("a", 1)], roots(), {
    ...RULES,
    keepDays: 1,
  });
  assert.equal(swept?.why, "not used for 24 hours");
});

Deno.test("planSweep() spares what was used within the hour, whatever is asked for", () => {
  const things = [
    thing("now", 0),
    thing("59 minutes", 59 / 60 / 24),
    thing("an hour", 1 / 24),
    thing("tomorrow", -1),
    thing("useless", 0, { useless: "it is" }),
  ];
  const rules = { keepDays: 0, maxBytes: 0 };
  assert.deepEqual(
    keys(things, roots({ passed: ["now"] }), rules),
    ["an hour"],
  );
});

Deno.test("planSweep() takes what is of no use however young it is, and says why", () => {
  const things = [
    thing("finished", 1, { useless: "its epoch is finished" }),
    thing("passed", 1),
    thing("other", 1),
  ];
  const swept = planSweep(things, roots({ passed: ["passed"] }), RULES);
  assert.deepEqual(swept.map(({ key, why }) => [key, why]), [
    ["finished", "its epoch is finished"],
    ["passed", "left by a run that was killed"],
  ]);
});

Deno.test("planSweep() goes on with the least recently used until the size is kept to", () => {
  const things = [
    thing("latest", 100),
    thing("recent", 90),
    thing("b", 2),
    thing("c", 1),
    thing("a", 3),
  ];
  const bySize = (maxBytes: number, fixedBytes = 0) =>
    keys(things, NEEDED, { maxBytes, fixedBytes });
  assert.deepEqual(bySize(50), []);
  assert.deepEqual(bySize(49), ["recent"]);
  assert.deepEqual(bySize(35), ["recent", "a"]);
  // The latest runs' last, however long ago they were used.
  assert.deepEqual(bySize(10), ["recent", "b", "c", "a"]);
  assert.deepEqual(bySize(9), ["latest", "recent", "b", "c", "a"]);
  // What never goes counts as well.
  assert.deepEqual(bySize(50, 10), ["recent"]);
  assert.deepEqual(bySize(0, 1000).length, 5);
  const [first] = planSweep(things, NEEDED, { ...RULES, maxBytes: 45 });
  assert.equal(first?.why, "too much; last used 90 days ago");
});
