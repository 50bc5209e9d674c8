import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Entry } from "../../../base/store/store.ts";
import { constantOutputs } from "../../../flow/graph/baseline.ts";
import type { Predictions } from "../../../flow/stage/objective.ts";
import {
  decodePredictions,
  encodePredictions,
} from "../../model/predictions.ts";

const PREDICTIONS = "predictions.safetensors";

/**
 * Writes answers to a set, and what would be guessed without any.
 *
 * @param training the targets of the training set
 */
export async function writePredictions(
  folder: string,
  predictions: Predictions,
  training: readonly (readonly number[])[],
): Promise<void> {
  const { columns, target } = predictions;
  const baseline = constantOutputs(training, columns, target);
  const bytes = encodePredictions(predictions, baseline);
  await writeFile(join(folder, PREDICTIONS), bytes);
}

/** Reads what {@linkcode writePredictions} wrote. */
export async function readPredictions(
  entry: Entry,
): Promise<ReturnType<typeof decodePredictions>> {
  return decodePredictions(await entry.readBytes(PREDICTIONS));
}
