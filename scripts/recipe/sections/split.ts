import { random } from "leat";
import type { Rows } from "../compare.ts";

const CASES = [
  { count: 10, valid: 0.2 },
  { count: 100, valid: 0.29 },
  { count: 7390, valid: 0.2 },
];

/** Section 2.13: the sets of fastai's RandomSplitter. */
export function split(): Rows {
  const rows: Record<string, number[]> = {};
  for (const { count, valid } of CASES) {
    const items = Array.from(
      { length: count },
      (_, at) => ({ id: String(at), item: null, label: "" }),
    );
    const { behaviour } = random({ valid, seed: 42, order: "torch" });
    const sets = behaviour.divide(items);
    const name = `RandomSplitter(${valid}, seed=42) of ${count}`;
    rows[`${name}: sizes`] = [sets.train.length, sets.valid.length];
    rows[`${name}: validation`] = sets.valid.map(Number);
  }
  return rows;
}
