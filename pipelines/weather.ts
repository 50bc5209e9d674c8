/**
 * What the weather was, from four measurements of the day. It trains on three
 * years and validates on the next, as a forecast would be used.
 */
import {
  after,
  crossEntropy,
  errorRate,
  f1,
  features,
  mlp,
  oneCycle,
  pipeline,
  random,
  table,
} from "leat";
import { day, weather } from "../datasets/weather.ts";

const byDate = pipeline({
  source: table(weather, day),
  label: (row) => row.weather,
  split: after("date", "2015-01-01"),
  input: features({
    continuous: ["precipitation", "temp_max", "temp_min", "wind"],
  }),
  architecture: mlp({ hidden: [50] }),
  loss: crossEntropy(),
  metrics: [errorRate(), f1({ average: "macro" })],
  fit: oneCycle(10, { learningRate: 0.01 }),
  expect: [
    errorRate.below(0.25),
    errorRate.within(0.02),
    f1.above(0.35),
    f1.within(0.05),
  ],
});
export default byDate;

/** The same, shuffled: it draws a warning, since the days are in order. */
export const shuffled = pipeline({
  ...byDate.spec,
  split: random({ valid: 0.25, seed: 42 }),
});
