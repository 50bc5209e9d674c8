/**
 * Parts of images filled with normal noise, drawn where it is written: each
 * number of an image has its own place in the image's stream, so that it is
 * the same in any batch and whatever else is erased.
 *
 * @module
 */
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { normalOf } from "../../../base/random/normal.ts";
import type { Words4 } from "../../../base/random/philox.ts";
import { Random } from "../../../base/random/random.ts";
import type { Tensor4D, Tensors } from "../../../flow/stage/tensors.ts";
import type { ImageSize, Rectangle } from "../../../flow/stage/transform.ts";
import { NORMAL_WGSL } from "../_normal.ts";
import { type OwnKernel, registerOwn } from "../_own_kernel.ts";
import { BLOCK, PHILOX_WGSL } from "../_philox.ts";
import { lines, range } from "../_text.ts";
import { type EachShader, runEach } from "../run_each.ts";

const KERNEL = "EraseImages";

/** Words of an image's stream, which come before its parts. */
const WORDS = 4;

/** Numbers of a part: its top and bottom, its left and right. */
const SIDES = 4;

/** What is erased of one image. */
export interface Erasure {
  /** `streamWords()` of the stream that the noise comes from. */
  readonly words: Words4;
  /** None where it stays as it is; what lies beyond its edges is left out. */
  readonly parts: readonly Rectangle[];
}

// Thread: one block, of the numbers of one image.
function shader(inFours: boolean): EachShader {
  return {
    key: `leat_erase_images ${inFours}`,
    inputs: ["images", "erasures"],
    scalars: inFours ? ["erasures"] : ["images", "erasures", "result"],
    uniforms: ["size", "blocks", "width", "channels", "parts"],
    functions: `${PHILOX_WGSL}${NORMAL_WGSL}`,
    main: () => `
      let image = index / uniforms.blocks;
      let block = index - image * uniforms.blocks;
      let at = image * (${WORDS} + ${SIDES} * uniforms.parts);
      let first = ${BLOCK} * block;
      let pixel = (first + vec4(${range(BLOCK)})) / uniforms.channels;
      let row = pixel / uniforms.width;
      let column = pixel - row * uniforms.width;
      var erased = vec4(false);
      for (var part = 0; part < uniforms.parts; part++) {
        let sides = at + ${WORDS} + ${SIDES} * part;
        erased = erased |
          ((row >= vec4(erasures[sides])) & (row < vec4(erasures[sides + 1])) &
          (column >= vec4(erasures[sides + 2])) &
          (column < vec4(erasures[sides + 3])));
      }
      var noise = vec4(0.0);
      if (any(erased)) {
        let stream = vec4(${range(WORDS).map((i) => `erasures[at + ${i}]`)});
        noise = normals(philox(u32(block), stream));
      }
      let to = image * uniforms.size + first;
      ${
      inFours ? "result[index] = select(images[index], noise, erased);" : lines(
        BLOCK,
        (i) => `
      if (first + ${i} < uniforms.size) {
        result[to + ${i}] = select(images[to + ${i}], noise[${i}], erased[${i}]);
      }`,
      )
    }`,
  };
}

/** How many parts of an image are told, those that are empty too. */
function partsIn({ shape: [, numbers = WORDS] }: TensorInfo): number {
  return (numbers - WORDS) / SIDES;
}

const kernel: OwnKernel<Record<string, never>> = {
  name: KERNEL,
  shape: (input) => input("images").shape,
  onGpu: (backend, input) => {
    const [images, erasures] = [input("images"), input("erasures")];
    const [count = 0, height = 0, width = 0, channels = 0] = images.shape;
    const size = height * width * channels;
    const blocks = Math.ceil(size / BLOCK);
    return runEach(backend, shader(size % BLOCK === 0), {
      inputs: [images, erasures],
      shape: images.shape,
      uniforms: [size, blocks, width, channels, partsIn(erasures)],
      invocations: count * blocks,
    });
  },
  onCpu: (values, _settings, input) => {
    const [count = 0, height = 0, width = 0, channels = 0] =
      input("images").shape;
    const [size, row] = [height * width * channels, width * channels];
    const parts = partsIn(input("erasures"));
    const result = values("images").slice();
    for (let image = 0; image < count; image++) {
      const numbers = WORDS + SIDES * parts;
      const [key0 = 0, key1 = 0, nonce0 = 0, nonce1 = 0, ...sides] = values(
        "erasures",
      ).subarray(image * numbers, (image + 1) * numbers);
      if (sides.every((side) => side === 0)) continue;
      const random = new Random([key0, key1], [nonce0, nonce1]);
      const noise = Float32Array.from(
        { length: size },
        () => normalOf(random.uint32()),
      );
      for (let part = 0; part < parts; part++) {
        const [top = 0, bottom = 0, left = 0, right = 0] = sides
          .slice(SIDES * part);
        for (let at = top * row; at < bottom * row; at += row) {
          const erased = noise.subarray(
            at + left * channels,
            at + right * channels,
          );
          result.set(erased, image * size + at + left * channels);
        }
      }
    }
    return result;
  },
};

/** Registers the kernel for a backend; twice is as once. */
export function registerEraseImages(backendName: "webgpu" | "cpu"): void {
  registerOwn(kernel, backendName);
}

/**
 * Fills parts of each image of a batch with noise of mean 0 and deviation 1, in
 * one pass: the numbers of `normalOf()`, within 1e-5 on any device.
 *
 * @param images `[batch, height, width, channels]`
 * @param each one an image
 */
export function eraseImages(
  tf: Tensors,
  images: Tensor4D,
  each: readonly Erasure[],
): Tensor4D {
  const [, height, width] = images.shape;
  const most = Math.max(0, ...each.map(({ parts }) => parts.length));
  const numbers = each.flatMap(({ words, parts }) => [
    ...words,
    ...range(most).flatMap((part) => sidesOf({ height, width }, parts[part])),
  ]);
  const shape: [number, number] = [each.length, WORDS + SIDES * most];
  const erasures = tf.tensor2d(numbers, shape, "int32");
  return tf.engine().runKernel<Tensor4D>(KERNEL, { images, erasures });
}

/** Where a part begins and, exclusively, ends; nowhere where there is none. */
function sidesOf(image: ImageSize, part?: Rectangle): readonly number[] {
  if (part === undefined) return [0, 0, 0, 0];
  const { top, left, height, width } = part;
  const within = (at: number, side: number) =>
    Math.max(0, Math.min(Math.floor(at), side));
  return [
    within(top, image.height),
    within(top + height, image.height),
    within(left, image.width),
    within(left + width, image.width),
  ];
}
