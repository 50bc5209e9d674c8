import assert from "node:assert/strict";
import { requestOf } from "../../../scripts/soak/requests.ts";

Deno.test("requestOf() sends pictures in each way, and what is none in between", () => {
  const pictures = [new Uint8Array([1, 2]), new Uint8Array([3, 4, 5, 6])];
  const asked = Array.from({ length: 20 }, (_, at) => requestOf(at, pictures));
  const count = (is: (each: typeof asked[number]) => boolean) =>
    asked.filter(is).length;
  assert.equal(count(({ right }) => right.includes(200)), 16);
  assert.equal(count(({ right }) => right.includes(400)), 4);
  assert.equal(count(({ path }) => path === "/predict?explain=1"), 4);
  assert.equal(count(({ init }) => init.body instanceof FormData), 10);
  assert.equal(asked[0]?.init.body, pictures[0]);
  assert.equal(asked[10]?.init.body, pictures[1]);
  assert.deepEqual(asked[19]?.init.body, new Uint8Array([3, 4]));
});
