/**
 * What a page needs to tell that it is asked about something unlike all that
 * the model was trained with: as `deno task serve` tells it, by Leat's own
 * modules.
 *
 * @module
 */
import type { StoredModel } from "../../engine/model/read_model.ts";
import { FEATURES } from "../../engine/export/node_names.ts";
import type { Files } from "./ask_files.ts";
import { PAGE_FOLDER, pageFile, script } from "./client_files.ts";

/** Where it stands in an export. */
const FOLDER = "familiar";

/** Whether the graph makes what is compared. */
function makesFeatures(graph: Files): boolean {
  const topology = new TextDecoder().decode(graph.get("model.json"));
  return topology.includes(`"${FEATURES}"`);
}

/**
 * The files of it; none where a model does not know what is familiar.
 *
 * @param graph the model, as of `--to tfjs`
 */
export async function familiarFiles(
  { familiarity }: Pick<StoredModel, "familiarity">,
  graph: Files,
): Promise<Files> {
  const body = familiarity?.body;
  // Rows are compared without units, which this page does not do.
  if (body === undefined || body.spread || !makesFeatures(graph)) {
    return new Map();
  }
  const { rows, columns, neighbours, distances, threshold } = body;
  const known = {
    features: FEATURES,
    columns,
    neighbours,
    distances,
    threshold,
  };
  return new Map([
    ["familiar.mjs", await pageFile(`${PAGE_FOLDER}/familiar.mjs`)],
    [`${FOLDER}/known.json`, new TextEncoder().encode(JSON.stringify(known))],
    // Little-endian, as all computers that have browsers have it.
    [`${FOLDER}/rows.bin`, new Uint8Array(Float32Array.from(rows).buffer)],
    ...await Promise.all(
      ["neighbours", "calibrate"].map(async (name) =>
        [
          `${FOLDER}/${name}.js`,
          await script(`src/engine/familiarity/${name}.ts`),
        ] as const
      ),
    ),
  ]);
}
