/**
 * A narrow network, and files of weights for it.
 *
 * @module
 */
import assert from "node:assert/strict";
import {
  encodeSafetensors,
  type StoredTensor,
} from "../../../../src/base/codec/safetensors.ts";
import { torchShape } from "../../../../src/flow/stage/layout.ts";
import { resnet } from "../../../../mod.ts";
import { build, drawn, images } from "../_networks.ts";

export const plan = { channels: [2, 3], blocks: [1, 1], hidden: 4 };
export const weights = "./w.safetensors";
export const scratch = await build(resnet(plan), images(8));

/** A file in torch's layout with values that differ by name. */
export function fileOf(
  change: (name: string, tensor: StoredTensor) => StoredTensor | undefined = (
    _,
    tensor,
  ) => tensor,
  metadata?: Record<string, string>,
) {
  const tensors = scratch.variables.flatMap((spec) => {
    const shape = [...torchShape(spec)];
    // Variances must not be negative.
    const data = drawn(spec.name, shape).map(Math.abs);
    const kept = change(spec.name, { dtype: "F32", shape, data });
    return kept ? [[spec.name, kept] as const] : [];
  });
  return encodeSafetensors(tensors, metadata);
}

/** The network that starts from a file, and what it reads. */
export async function load(bytes: Uint8Array, outputs = 2) {
  const network = await build(
    resnet({ ...plan, weights }),
    images(8),
    outputs,
    {
      [weights]: bytes,
    },
  );
  const loaded = await network.pretrained?.();
  assert.ok(loaded);
  return { network, ...loaded };
}
