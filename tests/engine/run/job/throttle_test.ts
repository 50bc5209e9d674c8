import assert from "node:assert/strict";
import { throttled } from "../../../../src/engine/run/job/throttle.ts";

Deno.test("throttled() lets the first, the last, and ten a second through", () => {
  let time = 0;
  const reported: number[] = [];
  const report = throttled(1000, (done) => reported.push(done), () => time);
  for (let done = 1; done <= 1000; done++, time += 0.5) report(done);
  assert.deepEqual(reported, [1, 201, 401, 601, 801, 1000]);
});

Deno.test("throttled() reports a single item once", () => {
  const reported: number[] = [];
  throttled(1, (done) => reported.push(done), () => 0)(1);
  assert.deepEqual(reported, [1]);
});
