import type { NamedTensorInfoMap, TensorInfo } from "@tensorflow/tfjs-core";
import type { Tensors } from "../../flow/stage/tensors.ts";

/** One kernel that ran. */
export interface KernelRun {
  readonly kernel: string;
  readonly inputs: NamedTensorInfoMap;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly made: readonly TensorInfo[];
}

/**
 * Tells of each kernel that runs while `run` runs: what a network does, and
 * not what anybody says of it.
 */
export function watchKernels<Result>(
  tf: Tensors,
  run: () => Result,
  onKernel: (told: KernelRun) => void,
): Result {
  const engine = tf.engine();
  const { runKernel } = engine;
  engine.runKernel = new Proxy(runKernel, {
    apply: (target, self, given: Parameters<typeof runKernel>) => {
      const made: unknown = Reflect.apply(target, self, given);
      const [kernel, inputs, attributes = {}] = given;
      onKernel({
        kernel,
        inputs,
        attributes,
        // A kernel that has no single output gives a list.
        made: [made].flat() as TensorInfo[],
      });
      return made;
    },
  });
  try {
    return run();
  } finally {
    engine.runKernel = runKernel;
  }
}
