/**
 * Ceilings such as that of ReLU6. What excites a channel most is held down by
 * them to one and the same number, at which nothing has a slope: a look into a
 * network goes by what is above them.
 *
 * @module
 */
import type { ClipByValueAttrs } from "@tensorflow/tfjs-core";
import type { Tensor, Tensors } from "../../flow/stage/tensors.ts";
import { type KernelRun, watchKernels } from "./watch_kernels.ts";

/** What came to a ceiling, and the least that it lets through. */
interface Held {
  readonly value: Tensor;
  readonly least?: number;
}

/** What a kernel holds down; nothing where it does not. */
function heldBy({ kernel, inputs, attributes }: KernelRun): Held | undefined {
  // Operators hand tensors on, and kernels call each other with what they got.
  const { x, a, b } = inputs as Readonly<Record<string, Tensor | undefined>>;
  if (kernel === "Relu6") return x && { value: x, least: 0 };
  if (kernel === "ClipByValue") {
    const { clipValueMin: least } = attributes as unknown as ClipByValueAttrs;
    return x && { value: x, least };
  }
  if (kernel !== "Minimum" || !a || !b) return undefined;
  if (a.size === 1) return { value: b };
  return b.size === 1 ? { value: a } : undefined;
}

/**
 * Runs a pass, and tells of what its layers make how large it would be if the
 * ceiling that it ends with were not there. The pass itself stays as it is.
 *
 * @param run is given a function that is asked for a tensor right after it was
 * made; what it gives is disposed when the next ceiling is reached
 */
export function aboveCeilings<Result>(
  tf: Tensors,
  run: (above: (made: Tensor) => Tensor) => Result,
): Result {
  let last: { readonly made: object; readonly above: Tensor } | undefined;
  try {
    return watchKernels(
      tf,
      () => run((made) => last?.made === made.dataId ? last.above : made),
      (told) => {
        const held = heldBy(told);
        const [made] = told.made;
        if (held === undefined || made === undefined) return;
        const { value, least } = held;
        last?.above.dispose();
        const above = least === undefined
          ? tf.clone(value)
          : tf.maximum(value, least);
        last = { made: made.dataId, above: tf.keep(above) };
      },
    );
  } finally {
    last?.above.dispose();
  }
}
