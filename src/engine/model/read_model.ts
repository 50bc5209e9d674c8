import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { decodeSafetensors } from "../../base/codec/safetensors.ts";
import { modelUnreadable } from "../../base/errors/model.ts";
import { listComplaints } from "../../base/errors/stage.ts";
import type { Json } from "../../flow/kinds/json.ts";
import {
  type PipelineDescription,
  pipelineDescription,
} from "../../flow/pipeline/description.ts";
import type { Familiarity } from "../familiarity/familiarity.ts";
import { readFamiliarity } from "./familiarity_file.ts";
import type { Values } from "../train/variables.ts";

const modelFile = z.strictObject({
  format: z.literal(1),
  description: pipelineDescription,
  fields: z.array(z.strictObject({
    name: z.string(),
    dtype: z.enum(["uint8", "float32", "int32"]),
    shape: z.array(z.int().positive()),
    cardinalities: z.array(z.int().positive()).exactOptional(),
  })),
  normalization: z.strictObject({
    mean: z.array(z.number()),
    deviation: z.array(z.number()),
  }).nullable(),
  assets: z.array(z.strictObject({
    reference: z.string(),
    file: z.string().regex(/^assets\/\d+$/),
  })),
  keys: z.record(z.string(), z.string()),
});

const vocabularyFile = z.strictObject({
  kind: z.enum(["category", "quantity", "tags"]),
  classes: z.array(z.union([z.string(), z.boolean()])),
});

/** A model as it was written, weights in torch's layout. */
export type StoredModel = z.output<typeof modelFile> & {
  /** Where it was read from. */
  readonly folder: string;
  readonly vocabulary: z.output<typeof vocabularyFile>;
  readonly statistics: Json;
  readonly weights: Values;
  /** What tells whether items are unlike those that it was trained with. */
  readonly familiarity: Familiarity | undefined;
  /** Bytes of a file that the network is built from. */
  asset(reference: string): Promise<Uint8Array>;
};

/**
 * What pipeline a model was trained by; nothing else of it is read.
 *
 * @throws {PipelineError} when its first file is missing or is not what it was
 */
export async function readDescription(
  folder: string,
): Promise<PipelineDescription> {
  try {
    const text = await readFile(join(folder, "model.json"), "utf8");
    return modelFile.parse(JSON.parse(text)).description;
  } catch (cause) {
    throw modelUnreadable(folder, cause);
  }
}

/**
 * Reads a model folder.
 *
 * @throws {PipelineError} when a file of it is missing or is not what it was
 */
export async function readModel(folder: string): Promise<StoredModel> {
  const text = (file: string) => readFile(join(folder, file), "utf8");
  try {
    const model = modelFile.parse(JSON.parse(await text("model.json")));
    const { tensors } = decodeSafetensors(
      new Uint8Array(await readFile(join(folder, "weights.safetensors"))),
    );
    return {
      ...model,
      folder,
      familiarity: await readFamiliarity(folder),
      vocabulary: vocabularyFile.parse(
        JSON.parse(await text("vocabulary.json")),
      ),
      statistics: JSON.parse(await text("statistics.json")),
      weights: new Map(
        [...tensors].map(([name, { data }]) => [name, Float32Array.from(data)]),
      ),
      asset: async (reference) => {
        const found = model.assets.find((each) => each.reference === reference);
        if (!found) throw new RangeError(`No asset "${reference}"`);
        return new Uint8Array(await readFile(join(folder, found.file)));
      },
    };
  } catch (cause) {
    const why = cause instanceof z.ZodError
      ? new TypeError(listComplaints(cause.issues), { cause })
      : cause;
    throw modelUnreadable(folder, why);
  }
}
