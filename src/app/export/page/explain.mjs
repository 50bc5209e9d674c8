/**
 * Tells what of a picture speaks for an answer, as the server of
 * `deno task serve` does.
 *
 * @module
 */
import { explainedColumn, mapRows } from "./explain/explained.js";

const { tf } = globalThis;

async function loaded(name) {
  const response = await fetch(`explain/${name}`);
  if (response.ok) return await response.json();
  throw new Error(
    `Cannot load explain/${name}: the answer is ${response.status}`,
  );
}

/**
 * What explains answers of a model.
 *
 * @param facts those of `leat.json`
 * @returns `from`, the node of the graph that makes what is looked at, and
 * `explain`
 */
export async function explainer({ kind, classes }) {
  const [{ from, layer, view, grid, names }, graph] = await Promise.all([
    loaded("known.json"),
    tf.loadGraphModel("explain/model.json"),
  ]);
  return {
    from,
    /**
     * What speaks for the answer to one picture.
     *
     * @param seen what that node makes of it
     * @param outputs the answer
     */
    async explain(seen, outputs) {
      const column = explainedColumn(kind, outputs);
      const row = outputs.map((_, at) => at === column ? 1 : 0);
      const chosen = tf.tensor([row], undefined, "float32");
      const given = { [names.seen]: seen, [names.chosen]: chosen };
      const map = graph.execute(given, names.map);
      try {
        const [, , width] = map.shape;
        const values = Float32Array.from(await map.data());
        const of = classes.length > 0 ? String(classes[column]) : null;
        return { of, layer, view, grid, map: mapRows(values, width) };
      } finally {
        tf.dispose([chosen, map]);
      }
    },
  };
}
