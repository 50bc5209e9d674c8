/**
 * Dropout masks, drawn where they are used: Philox computes any number of a
 * stream alone, from the words of the stream and its place.
 *
 * @module
 */
import { Random } from "../../base/random/random.ts";
import type { Tensor, Tensor1D, Tensors } from "../../flow/stage/tensors.ts";
import { type OwnKernel, registerOwn } from "./_own_kernel.ts";
import { BLOCK, PHILOX_WGSL } from "./_philox.ts";
import { lines } from "./_text.ts";
import { type EachShader, runEach } from "./run_each.ts";

const KERNEL = "DropoutMask";

/** What a mask is like. */
export interface Dropping {
  readonly shape: readonly number[];
  /** The share of zeros, 0 to 1. */
  readonly rate: number;
}

type DropoutSettings = { readonly shape: number[]; readonly rate: number };

function shader(inFours: boolean): EachShader {
  return {
    // Thread: one block.
    key: `leat_dropout_mask ${inFours}`,
    inputs: ["words"],
    scalars: inFours ? ["words"] : ["words", "result"],
    uniforms: ["size", "below"],
    functions: PHILOX_WGSL,
    main: () => `
      let stream = vec4(words[0], words[1], words[2], words[3]);
      let drawn = philox(u32(index), stream) >> vec4(8u);
      let dropped = drawn < vec4(u32(uniforms.below));
      let mask = select(vec4(1.0), vec4(0.0), dropped);
      ${
      inFours ? "result[index] = mask;" : lines(BLOCK, (i) => `
      if (${BLOCK} * index + ${i} < uniforms.size) {
        result[${BLOCK} * index + ${i}] = mask[${i}];
      }`)
    }`,
  };
}

const kernel: OwnKernel<DropoutSettings> = {
  name: KERNEL,
  shape: (_input, { shape }) => shape,
  onGpu: (backend, input, { shape, rate }) => {
    const size = sizeOf(shape);
    return runEach(backend, shader(size % BLOCK === 0), {
      inputs: [input("words")],
      shape,
      // `Random.float()` is a 24-bit integer over 2^24: it is below the rate
      // where the integer is below this one, which floats do not round.
      uniforms: [size, Math.ceil(rate * 2 ** 24)],
      invocations: Math.ceil(size / BLOCK),
    });
  },
  onCpu: (values, { shape, rate }) => {
    const [key0 = 0, key1 = 0, nonce0 = 0, nonce1 = 0] = values("words");
    const random = new Random([key0, key1], [nonce0, nonce1]);
    return Float32Array.from(
      { length: sizeOf(shape) },
      () => random.float() < rate ? 0 : 1,
    );
  },
};

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, side) => size * side, 1);
}

/** Registers the kernel for a backend; twice is as once. */
export function registerDropoutMask(backendName: "webgpu" | "cpu"): void {
  registerOwn(kernel, backendName);
}

/**
 * Zeros, where the random numbers of a stream are below the rate, and ones: the
 * same bits on any backend.
 *
 * @param words `[4]`, integers: `streamWords()` of the stream
 */
export function dropoutMask(
  tf: Tensors,
  words: Tensor1D,
  { shape, rate }: Dropping,
): Tensor {
  const settings: DropoutSettings = { shape: [...shape], rate };
  return tf.engine().runKernel<Tensor>(KERNEL, { words }, settings);
}
