import type {
  ClipByValueAttrs,
  GradConfig,
  NamedAttrMap,
} from "@tensorflow/tfjs-core";
import type { Tensor, Tensors } from "../../flow/stage/tensors.ts";

/** A slope on its way back through a kernel, and what had gone into that. */
interface Passing {
  readonly slope: Tensor;
  readonly inputs: readonly Tensor[];
  readonly attributes: NamedAttrMap;
  /** What the kernel's own gradient makes of the slope. */
  readonly own: () => ReturnType<GradConfig["gradFunc"]>;
}

/** What of a slope goes on, into each input. */
type Guide = (tf: Tensors, passing: Passing) => ReturnType<Passing["own"]>;

/** What is positive, and only where the value was. */
const rectified: Guide = (tf, { slope, inputs: [x] }) => ({
  x: () => tf.mul(tf.relu(slope), tf.step(x!)),
});

/**
 * The kernels that are guided. Ceilings, such as that of ReLU6, let through
 * what is above them: a value that excites most is held down, where its own
 * slope is nothing.
 */
const GUIDES: Readonly<Record<string, readonly [string[], Guide]>> = {
  Relu: [["x"], rectified],
  Relu6: [["x"], rectified],
  ClipByValue: [["x"], (tf, { slope, inputs: [x], attributes }) => {
    const { clipValueMin } = attributes as unknown as ClipByValueAttrs;
    const passes = () => tf.cast(tf.greaterEqual(x!, clipValueMin), "float32");
    return { x: () => tf.mul(slope, passes()) };
  }],
  Minimum: [["a", "b"], (tf, { slope, inputs: [a, b], own }) => ({
    ...own(),
    ...a!.size === 1 && { b: () => tf.clone(slope) },
    ...b!.size === 1 && { a: () => tf.clone(slope) },
  })],
};

/** A gradient in place of another. */
function guided(tf: Tensors, config: GradConfig): GradConfig {
  const { kernelName, gradFunc } = config;
  const [inputsToSave, guide] = GUIDES[kernelName]!;
  return {
    kernelName,
    inputsToSave,
    gradFunc: (slope: Tensor | Tensor[], inputs: Tensor[], attributes) => {
      if (Array.isArray(slope) || inputs.length < inputsToSave.length) {
        throw new TypeError(`Cannot guide through ${kernelName}`);
      }
      const own = () => gradFunc(slope, inputs, attributes);
      return guide(tf, { slope, inputs, attributes, own });
    },
  };
}

/**
 * Runs with gradients that are guided: on their way back through a rectifier,
 * only what is positive goes on, and only where the value was. What is left is
 * what of an image made a value large, and nothing of what made it small.
 *
 * Source: Springenberg et al., "Striving for simplicity", 2015, section 3.4.
 */
export function withGuidedGradients<Result>(
  tf: Tensors,
  run: () => Result,
): Result {
  const own = Object.keys(GUIDES).map((name) => tf.getGradient(name));
  for (const each of own) {
    tf.unregisterGradient(each.kernelName);
    tf.registerGradient(guided(tf, each));
  }
  try {
    return run();
  } finally {
    for (const each of own) {
      tf.unregisterGradient(each.kernelName);
      tf.registerGradient(each);
    }
  }
}
