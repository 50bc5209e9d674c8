/**
 * Models that nobody trained, and something to ask them.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import type { StoredModel } from "../../../src/engine/model/read_model.ts";
import { openSession } from "../../../src/engine/train/session.ts";
import { describe } from "../../../src/flow/pipeline/describe.ts";
import {
  ownStages,
  type PipelineStages,
} from "../../../src/flow/pipeline/stages.ts";
import type { Normalization } from "../../../src/flow/stage/architecture.ts";
import type { Field } from "../../../src/flow/stage/input.ts";
import { toTorch } from "../../../src/flow/stage/layout.ts";

/** What a pipeline is made of, as far as a model asks. */
export interface Case {
  readonly pipeline: unknown;
  readonly fields: readonly Field[];
  readonly vocabulary: StoredModel["vocabulary"];
  readonly normalization?: Normalization;
  readonly files?: Readonly<Record<string, Uint8Array>>;
}

/** Square pictures. */
export function pixels(size: number): Field {
  return { name: "pixels", dtype: "uint8", shape: [size, size, 3] };
}

/** A model that nobody trained: its weights are drawn, and its statistics. */
export async function modelOf(
  { pipeline, fields, vocabulary, normalization, files = {} }: Case,
): Promise<{ readonly model: StoredModel; readonly stages: PipelineStages }> {
  const stages = ownStages(pipeline as Parameters<typeof ownStages>[0]);
  const asset = (reference: string) => Promise.resolve(files[reference]!);
  const session = await openSession({
    tf,
    stages,
    fields,
    vocabulary,
    read: asset,
    trained: () => ({ values: new Map() }),
  });
  const weights = new Map<string, Float32Array>();
  for (const spec of session.variables.specs) {
    const values = session.variables.get(spec.name).dataSync() as Float32Array;
    // Statistics that do something, and stay above 0.
    const changed = spec.role === "norm" || spec.role === "statistic"
      ? values.map((value, at) => value + 0.2 * Math.abs(Math.sin(at + 1)))
      : values;
    weights.set(spec.name, toTorch(spec, changed));
  }
  session.dispose();
  const model = {
    format: 1 as const,
    folder: "nowhere",
    description: describe(stages),
    fields: fields.map(({ name, dtype, shape, cardinalities }) => ({
      name,
      dtype,
      shape: [...shape],
      ...cardinalities ? { cardinalities: [...cardinalities] } : {},
    })),
    vocabulary: { ...vocabulary, classes: [...vocabulary.classes] },
    normalization: normalization
      ? {
        mean: [...normalization.mean],
        deviation: [...normalization.deviation],
      }
      : null,
    assets: [],
    keys: {},
    statistics: null,
    weights,
    asset,
  };
  return { model: model as unknown as StoredModel, stages };
}

/** Something to ask about: other bytes, numbers and codes for each item. */
export function askedOf(fields: readonly Field[], count: number) {
  return fields.map(({ dtype, shape, cardinalities }) => {
    const size = shape.reduce((sum, side) => sum * side, count);
    const wave = (at: number) => Math.sin(1.3 * at ** 1.2);
    if (dtype === "uint8") {
      return Uint8Array.from({ length: size }, (_, at) => 128 + 127 * wave(at));
    }
    return dtype === "float32"
      ? Float32Array.from({ length: size }, (_, at) => wave(at))
      : Int32Array.from(
        { length: size },
        (_, at) => at % (cardinalities?.[at % (shape[0] ?? 1)] ?? 1),
      );
  });
}
