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

/** Leat's own modules that tell, by what the page calls them. */
const MODULES = {
  calibrate: "src/engine/familiarity/calibrate.ts",
  cells: "src/engine/familiarity/cells.ts",
  familiarity: "src/engine/familiarity/familiarity.ts",
  neighbours: "src/engine/familiarity/neighbours.ts",
  spread: "src/engine/familiarity/spread.ts",
  unmet: "src/stages/input/_unmet.ts",
};

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
  if (familiarity === undefined) return new Map();
  const { body, ...common } = familiarity;
  // One of a network that shows nothing of itself knows cells at most.
  const { rows = [], ...rest } = makesFeatures(graph) && body || {};
  const features = rows.length > 0 && { features: FEATURES, body: rest };
  if (!features && !common.cells) return new Map();
  const known = { ...common, ...features };
  const scripts = Object.entries(MODULES).map(async ([name, path]) =>
    [`${FOLDER}/${name}.js`, await script(path)] as const
  );
  return new Map([
    ["familiar.mjs", await pageFile(`${PAGE_FOLDER}/familiar.mjs`)],
    [`${FOLDER}/known.json`, new TextEncoder().encode(JSON.stringify(known))],
    // Little-endian, as all computers that have browsers have it.
    [`${FOLDER}/rows.bin`, new Uint8Array(Float32Array.from(rows).buffer)],
    ...await Promise.all(scripts),
  ]);
}
