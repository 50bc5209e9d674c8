import type { NamedAttrMap, Tensor } from "@tensorflow/tfjs-core";
import type { Tensors } from "../../flow/stage/tensors.ts";

/** Runs a kernel of ours that writes over one of its inputs. */
export function change(
  tf: Tensors,
  kernel: string,
  inputs: Readonly<Record<string, Tensor>>,
  settings: NamedAttrMap = {},
): void {
  // What a kernel gives is a tensor; this one has the numbers of the input.
  tf.engine().runKernel<Tensor>(kernel, { ...inputs }, settings).dispose();
}
