import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { encodeSafetensors } from "../../base/codec/safetensors.ts";
import type {
  Normalization,
  VariableSpec,
} from "../../flow/stage/architecture.ts";
import type { Field } from "../../flow/stage/input.ts";
import { torchShape, toTorch } from "../../flow/stage/layout.ts";
import type { PipelineDescription } from "../../flow/pipeline/description.ts";
import type { Vocabulary } from "../../flow/graph/targets.ts";
import type { Values } from "../train/variables.ts";

/** Everything that answers without the pipeline's data. */
export interface ModelParts {
  readonly description: PipelineDescription;
  readonly vocabulary: Vocabulary;
  readonly fields: readonly Field[];
  readonly specs: readonly VariableSpec[];
  /** In tfjs' layout. */
  readonly values: Values;
  readonly normalization: Normalization | undefined;
  /** What the input learned from the training set, as JSON. */
  readonly statistics: Uint8Array;
  /** Files that the network is built from, by reference. */
  readonly assets: ReadonlyMap<string, Uint8Array>;
  /** Keys of the results that it was made of. */
  readonly keys: Readonly<Record<string, string>>;
}

const normalizeParams = z.looseObject({
  mean: z.array(z.number()),
  deviation: z.array(z.number()),
});

/** What the pipeline itself does to images last: nothing, unless it says so. */
function ownNormalization({ transforms }: PipelineDescription): Normalization {
  const own = transforms.find(({ op }) => op === "normalize");
  return own
    ? normalizeParams.parse(own.params)
    : { mean: [0, 0, 0], deviation: [1, 1, 1] };
}

/**
 * Writes a model as a folder:
 *
 *     model.json            the description and keys that made it, its fields
 *     weights.safetensors   torch's names and layout
 *     vocabulary.json       the kind of answer and the classes
 *     statistics.json       what the input learned from the training set
 *     assets/               what an imported network is built from
 */
export async function writeModel(
  folder: string,
  parts: ModelParts,
): Promise<void> {
  const { description, fields, normalization, specs, values, keys } = parts;
  const assets = [...parts.assets.keys()].map((reference, at) => ({
    reference,
    file: `assets/${at}`,
  }));
  const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
  await writeFile(
    join(folder, "model.json"),
    json({
      format: 1,
      description,
      fields,
      normalization: normalization ?? null,
      assets,
      keys,
    }),
  );
  await writeFile(join(folder, "vocabulary.json"), json(parts.vocabulary));
  await writeFile(join(folder, "statistics.json"), parts.statistics);
  const expected = normalization ?? ownNormalization(description);
  const metadata = {
    format: "pt",
    by: "leat",
    "normalization.mean": expected.mean.join(","),
    "normalization.deviation": expected.deviation.join(","),
  };
  const weights = encodeSafetensors(
    specs.map((spec) => [spec.name, {
      dtype: "F32",
      shape: [...torchShape(spec)],
      data: Float32Array.from(
        toTorch(spec, values.get(spec.name) ?? new Float32Array()),
      ),
    }]),
    metadata,
  );
  await writeFile(join(folder, "weights.safetensors"), weights);
  if (assets.length > 0) await mkdir(join(folder, "assets"));
  for (const { reference, file } of assets) {
    await writeFile(
      join(folder, file),
      parts.assets.get(reference) ?? new Uint8Array(),
    );
  }
}
