import { readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  decodeSafetensors,
  encodeSafetensors,
} from "../../base/codec/safetensors.ts";
import { modelUnreadable } from "../../base/errors/model.ts";
import type { StoredModel } from "../../engine/model/read_model.ts";
import type { Files } from "./ask_files.ts";
import type { Facts } from "./facts.ts";

/** Where a model keeps its weights, and what they are called in an export. */
const FILE = "weights.safetensors";
const EXPORTED = "model.safetensors";

/**
 * The weights alone, with what else a client must know as their metadata: in
 * torch's layout, under torchvision's names where the architecture has such.
 * The body out of a layers model keeps its own layout and names.
 * No code of the pipeline is needed for it.
 *
 * @throws {PipelineError} when they cannot be read
 */
export async function weightFiles(
  { folder, description }: StoredModel,
  facts: Facts,
): Promise<Files> {
  try {
    const bytes = new Uint8Array(await readFile(join(folder, FILE)));
    const { tensors, metadata } = decodeSafetensors(bytes);
    const { classes, image, columns } = facts;
    const words: Record<string, string> = {
      ...metadata,
      model: facts.model,
      pipeline: facts.pipeline,
      kind: facts.kind,
      classes: JSON.stringify(classes),
      inputs: JSON.stringify(facts.inputs),
      architecture: JSON.stringify(description.architecture),
      ...image ? { image: JSON.stringify(image) } : {},
      ...columns ? { columns: JSON.stringify(columns) } : {},
    };
    return new Map([[EXPORTED, encodeSafetensors(tensors, words)]]);
  } catch (cause) {
    throw modelUnreadable(folder, cause);
  }
}
