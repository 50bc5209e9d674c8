import assert from "node:assert/strict";
import * as leat from "leat";
import { withFolder } from "../../_folder.ts";
import { sides } from "./_sides.ts";

const points = leat.pipeline({
  ...sides.spec,
  architecture: leat.mlp({ hidden: [4] }),
  fit: leat.oneCycle(1, { batch: 16 }),
});

Deno.test("lrFind() gives the curve, its suggestions and a drawing", () =>
  withFolder(async (cache) => {
    const told: number[] = [];
    const found = await leat.lrFind(points, {
      cache,
      steps: 40,
      onEvent: (event) => {
        if (event.type === "rate") told.push(event.rate);
      },
    });
    assert.deepEqual(found.rates, told);
    assert.equal(found.losses.length, told.length);
    assert.equal(found.steps, 40);
    const { valley, steep, minimum } = found.suggestions;
    for (const each of [valley, steep, minimum]) {
      assert.ok(each && each.rate > 1e-8 && each.rate < 10);
    }
    assert.match(found.svg, /^<svg /);
  }));

Deno.test("lrFind() refuses rates that do not grow before it reads anything", async () => {
  const nothing = leat.pipeline({
    ...points.spec,
    source: leat.rows([], { id: "at" }),
  });
  await assert.rejects(leat.lrFind(nothing, { start: 1, end: 0.1 }), {
    name: "RangeError",
    message:
      "Cannot try learning rates from 1 to 0.1: they must be above zero and grow",
  });
});

Deno.test("lrFind() stops when it is told to", () =>
  withFolder(async (cache) => {
    const stop = new AbortController();
    const seen: number[] = [];
    await assert.rejects(
      leat.lrFind(points, {
        cache,
        signal: stop.signal,
        onEvent: (event) => {
          if (event.type !== "rate") return;
          seen.push(event.step);
          stop.abort();
        },
      }),
      leat.Interrupted,
    );
    assert.deepEqual(seen, [1]);
  }));
