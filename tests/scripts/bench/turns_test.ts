import assert from "node:assert/strict";
import { median } from "../../../scripts/bench/row.ts";
import { type Side, takeTurns } from "../../../scripts/bench/turns.ts";

/** A clock that goes on only when a side works, and what the sides did. */
function workshop() {
  let clock = 0;
  const log: string[] = [];
  const side = (name: string, ...each: readonly number[]): Side => {
    let turn = 0;
    return {
      name,
      run: (times) => {
        log.push(`${name}${times}`);
        clock += times * (each[Math.min(turn++, each.length - 1)] ?? 0);
        return Promise.resolve();
      },
    };
  };
  return { log, side, now: () => clock };
}

Deno.test("median() is the middle, or between the two in the middle", () => {
  assert.equal(median([9, 1, 5]), 5);
  assert.equal(median([8, 1, 2, 4]), 3);
  assert.equal(median([7]), 7);
  assert.ok(Number.isNaN(median([])));
});

Deno.test("takeTurns() lets the sides work in turns: A B A B", async () => {
  const { log, side, now } = workshop();
  const measured = await takeTurns(
    [side("A", 30, 10, 20), side("B", 5)],
    { turns: 3, leastMs: 5 },
    now,
  );
  assert.deepEqual(log, ["A1", "B1", "A1", "B1", "A1", "B1"]);
  assert.deepEqual(measured, [
    { name: "A", runs: [30, 10, 20], median: 20 },
    { name: "B", runs: [5, 5, 5], median: 5 },
  ]);
});

Deno.test("takeTurns() repeats what is short, and tells the time of one", async () => {
  const { log, side, now } = workshop();
  const [short, long] = await takeTurns(
    [side("A", 2), side("B", 100)],
    { turns: 2, leastMs: 50 },
    now,
  );
  assert.deepEqual(log, ["A1", "A25", "B1", "A25", "B1"]);
  assert.deepEqual(short?.runs, [2, 2]);
  assert.deepEqual(long?.runs, [100, 100]);
});

Deno.test("takeTurns() does not repeat without end what takes no time", async () => {
  const { log, side, now } = workshop();
  await takeTurns([side("A", 0)], { turns: 1, leastMs: 1000 }, now);
  assert.deepEqual(log, ["A1", "A2000"]);
});
