/**
 * Tells what is unlike anything seen in training, as the server of
 * `deno task serve` does.
 *
 * @module
 */
import { judge } from "./familiar/calibrate.js";
import { distanceTo, unitRows } from "./familiar/neighbours.js";

async function loaded(name) {
  const response = await fetch(`familiar/${name}`);
  if (response.ok) return response;
  throw new Error(
    `Cannot load familiar/${name}: the answer is ${response.status}`,
  );
}

/** What is known of the items of training. */
export async function familiarity() {
  const [known, rows] = await Promise.all([
    loaded("known.json").then((response) => response.json()),
    loaded("rows.bin").then((response) => response.arrayBuffer()),
  ]);
  return { ...known, rows: new Float32Array(rows) };
}

/**
 * How unlike something is.
 *
 * @param features the mean over all places of what the network's body makes
 */
export function unlikeness(known, features) {
  const row = unitRows(Float32Array.from(features), known.columns);
  return judge(known, distanceTo(known, row, known.neighbours));
}
