import assert from "node:assert/strict";
import fc from "fast-check";
import {
  bootstrap,
  holding,
  wilson,
} from "../../../src/engine/inspect/interval.ts";
import { f1 } from "../../../src/stages/metrics/f1.ts";
import { predictionsOf } from "./_predictions.ts";

const near = (found: number, expected: number, by = 5e-5) =>
  assert.ok(Math.abs(found - expected) <= by, `${found}, not ${expected}`);

Deno.test("wilson() gives the intervals of Newcombe's table, 1998", () => {
  // Newcombe, "Two-sided confidence intervals for the single proportion",
  // table I, method 3, to the four digits that stand there.
  for (
    const [hits, count, low, high] of [
      [81, 263, 0.2553, 0.3662],
      [15, 148, 0.0624, 0.1605],
      [0, 20, 0, 0.1611],
      [1, 29, 0.0061, 0.1718],
    ] as const
  ) {
    const found = wilson(hits / count, count);
    near(found.low, low);
    near(found.high, high);
    assert.equal(found.method, "wilson");
  }
});

Deno.test("wilson() holds the share, stays within 0 and 1, and is the same from either side", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10_000 }).chain((count) =>
        fc.tuple(fc.integer({ min: 0, max: count }), fc.constant(count))
      ),
      ([hits, count]) => {
        const share = hits / count;
        const { low, high } = wilson(share, count);
        assert.ok(0 <= low && low <= share && share <= high && high <= 1);
        assert.ok(low < high);
        const other = wilson(1 - share, count);
        near(other.low, 1 - high, 1e-12);
        near(other.high, 1 - low, 1e-12);
      },
    ),
    { seed: 1 },
  );
});

const meanOf = ({ outputs }: { outputs: Float32Array }) =>
  outputs.reduce((sum, value) => sum + value, 0) / outputs.length;

Deno.test("bootstrap() comes near the interval of a mean that is known", () => {
  // 0 to 99: the mean of 100 draws has a deviation of 28.87 / 10.
  const outputs = Array.from({ length: 100 }, (_, at) => [at]);
  const found = bootstrap(
    predictionsOf("quantity", outputs, outputs),
    meanOf,
  );
  assert.ok(found);
  // A thousand draws tell an end to about a third.
  near(found.low, 49.5 - 1.96 * 2.887, 1);
  near(found.high, 49.5 + 1.96 * 2.887, 1);
  assert.equal(found.method, "bootstrap");
});

Deno.test("bootstrap() draws whole rows, the same each time for one seed", () => {
  const rows = Array.from({ length: 12 }, (_, at) => [at, -at]);
  const predictions = predictionsOf("tags", rows, rows);
  // Of a row both cells are drawn or none: their sum is always 0.
  assert.deepEqual(bootstrap(predictions, meanOf), {
    low: 0,
    high: 0,
    method: "bootstrap",
  });
  const first = ({ outputs }: { outputs: Float32Array }) => outputs[0] ?? NaN;
  assert.deepEqual(
    bootstrap(predictions, first, 3),
    bootstrap(predictions, first, 3),
  );
});

Deno.test("bootstrap() says nothing where no draw has a value", () => {
  const predictions = predictionsOf("quantity", [[1]], [[1]]);
  assert.equal(bootstrap(predictions, () => NaN), undefined);
});

Deno.test("an interval of draws holds the figure that it is of", () => {
  // Each of 20 classes occurs once: a draw of 20 misses a third of them.
  const count = 20;
  const targets = new Float32Array(count * 20);
  for (let row = 0; row < count; row++) targets[row * 20 + row % 20] = 1;
  const predictions = {
    target: "tags",
    count,
    columns: 20,
    outputs: targets,
    targets,
    classes: Array.from({ length: 20 }, (_, at) => String(at)),
  } as const;
  const { compute } = f1({ average: "macro" }).behaviour;
  assert.equal(compute(predictions), 1);
  const drawn = bootstrap(predictions, compute);
  assert.ok(drawn && drawn.high < 1, `${drawn?.high} is the figure's own`);
  assert.deepEqual(holding(drawn, 1), { ...drawn, high: 1 });
  assert.deepEqual(holding(drawn, 0), { ...drawn, low: 0 });
  assert.deepEqual(holding(drawn, drawn.low), drawn);
});
