import { z } from "zod";
import {
  decodeSafetensors,
  encodeSafetensors,
} from "../../base/codec/safetensors.ts";
import type { Predictions } from "../../flow/stage/objective.ts";

const targetKind = z.enum(["category", "quantity", "tags"]);

/** Predictions and a row that stands for looking at nothing, as one file. */
export function encodePredictions(
  { target, count, columns, outputs, targets, classes }: Predictions,
  baseline: readonly number[],
): Uint8Array<ArrayBuffer> {
  const shape = [count, columns];
  return encodeSafetensors([
    ["outputs", { dtype: "F32", shape, data: outputs }],
    ["targets", { dtype: "F32", shape, data: targets }],
    ["baseline", {
      dtype: "F32",
      shape: [columns],
      data: Float32Array.from(baseline),
    }],
  ], { target, classes: JSON.stringify(classes) });
}

/** Reads what {@linkcode encodePredictions} wrote. */
export function decodePredictions(
  bytes: Uint8Array,
): { predictions: Predictions; baseline: readonly number[] } {
  const { tensors, metadata } = decodeSafetensors(bytes);
  const values = (name: string) =>
    Float32Array.from(tensors.get(name)?.data ?? []);
  const [count = 0, columns = 0] = tensors.get("outputs")?.shape ?? [];
  return {
    predictions: {
      target: targetKind.parse(metadata["target"]),
      count,
      columns,
      outputs: values("outputs"),
      targets: values("targets"),
      classes: JSON.parse(metadata["classes"] ?? "[]"),
    },
    baseline: [...values("baseline")],
  };
}
