/**
 * Tells what is unlike anything seen in training, as the server of
 * `deno task serve` does.
 *
 * @module
 */
import { unmetIn } from "./familiar/unmet.js";
import { unlikeness } from "./familiar/familiarity.js";

async function loaded(name) {
  const response = await fetch(`familiar/${name}`);
  if (response.ok) return response;
  throw new Error(
    `Cannot load familiar/${name}: the answer is ${response.status}`,
  );
}

/**
 * What knows the items of training.
 *
 * @returns `features`, the node of the graph that makes what is compared, if
 * anything is, and `unlike`
 */
export async function familiarity() {
  const [{ features, body, ...known }, rows] = await Promise.all([
    loaded("known.json").then((response) => response.json()),
    loaded("rows.bin").then((response) => response.arrayBuffer()),
  ]);
  const all = {
    ...known,
    ...body && { body: { ...body, rows: new Float32Array(rows) } },
  };
  const look = known.cells && unmetIn(known.cells.met);
  return {
    features,
    /**
     * How unlike something is.
     *
     * @param compared the features of it: of a picture their mean over all
     * places
     * @param row its cells, where it has some
     */
    unlike: (compared, row) =>
      unlikeness(
        all,
        compared && Float32Array.from(compared),
        row && look?.(new Map(Object.entries(row))),
      ),
  };
}
