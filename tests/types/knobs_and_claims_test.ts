/**
 * What a knob is, and what can be claimed under which label.
 *
 * @module
 */
import * as leat from "leat";
import type { Claim } from "leat";
import { assertType, type IsExact } from "./_exact.ts";

const { knob, z } = leat;

const rate = knob("learningRate", 1e-3, z.number().positive());
const order = knob("order", "names", z.enum(["names", "torch"]));
const hidden = knob("hidden", [8], z.array(z.int()));
const share = knob("share", 20, z.number().transform((value) => `${value}%`));

assertType<IsExact<typeof rate, number>>();
assertType<IsExact<typeof order, "names" | "torch">>();
assertType<IsExact<typeof hidden, number[]>>();
assertType<IsExact<typeof share, string>>();

const own = leat.claim(leat.f1({ average: "macro" })).above(0.5);
const loss = leat.claim("valid_loss").below(1);

assertType<IsExact<typeof own, Claim>>();
assertType<IsExact<ReturnType<typeof leat.rmse.within>, Claim>>();

const weather = leat.pipeline({
  source: leat.rows([{ cloud: 1 }, { cloud: 2 }]),
  label: (row) => row.cloud > 1,
  split: leat.random({ valid: 0.5, seed: 1 }),
  input: leat.features({ continuous: ["cloud"] }),
  architecture: leat.mlp({ hidden }),
  loss: leat.crossEntropy(),
  metrics: [leat.errorRate(), leat.f1({ average: "macro" })],
  fit: leat.constant(1, { learningRate: rate * 2, batch: 1 }),
  expect: [leat.errorRate.below(0.08), leat.f1.above(0.5), own, loss],
});

leat.pipeline({ ...weather.spec, fit: leat.constant(2), expect: [] });

leat.pipeline({
  ...weather.spec,
  label: (row) => row.cloud,
  loss: leat.mse(),
  metrics: [leat.rmse()],
  expect: [leat.rmse.below(3), loss],
});

leat.pipeline({
  ...weather.spec,
  label: (row) => row.cloud > 1 ? ["cloudy"] : [],
  loss: leat.binaryCrossEntropy(),
  metrics: [leat.accuracy()],
  expect: [leat.accuracy.above(0.5)],
});
