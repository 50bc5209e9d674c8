import assert from "node:assert/strict";
import { isSteady, type Sample } from "../../../scripts/soak/memory.ts";

/** Looks at a process that answers, a second apart. */
const looks = (answering: (at: number) => number | undefined) =>
  Array.from({ length: 80 }, (_, at): Sample => ({
    seconds: at,
    serving: 100,
    answering: answering(at),
  }));

Deno.test("memory is steady that grows at first, and then comes and goes", () => {
  assert.ok(isSteady(looks((at) => Math.min(400, 100 + at * 20) + at % 7 * 9)));
  assert.ok(isSteady(looks((at) => at % 10 === 0 ? undefined : 400)));
});

Deno.test("memory is not steady that goes on growing, in one process or the other", () => {
  const grows = looks((at) => 200 + at * 3);
  assert.equal(isSteady(grows), false);
  const other = grows.map(({ seconds, answering = 0 }) => ({
    seconds,
    serving: answering,
    answering: 100,
  }));
  assert.equal(isSteady(other), false);
});
