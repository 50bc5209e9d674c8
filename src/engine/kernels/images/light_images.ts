/**
 * The light of images, changed in logit space in one pass:
 * `sigmoid(scale · logit(x) + shift)`.
 *
 * @module
 */
import type { Tensor4D, Tensors } from "../../../flow/stage/tensors.ts";
import type { Lighting } from "../../../flow/stage/transform.ts";
import { type OwnKernel, registerOwn, sizeOf } from "../_own_kernel.ts";
import { type EachShader, runEach } from "../run_each.ts";

const KERNEL = "LightImages";

/** Keeps a value off 0 and 1, where its logit is infinite; fastai's number. */
const MARGIN = 1e-7;

// Thread: four numbers of the result, or one where images have an odd number.
function shader(parts: 1 | 4): EachShader {
  const type = parts === 4 ? "vec4<f32>" : "f32";
  return {
    key: `leat_light_images ${parts}`,
    inputs: ["images", "lights"],
    scalars: parts === 4 ? ["lights"] : ["images", "lights", "result"],
    uniforms: ["sizeOfImage"],
    main: () => `
      let image = index / uniforms.sizeOfImage;
      let scale = lights[2 * image];
      let shift = lights[2 * image + 1];
      let one = ${type}(1.0);
      let value = clamp(images[index], ${type}(${MARGIN}), ${type}(1.0 - ${MARGIN}));
      let light = -log(one / value - one);
      result[index] = one / (one + exp(-(light * scale + shift)));`,
  };
}

const kernel: OwnKernel<Record<string, never>> = {
  name: KERNEL,
  shape: (input) => input("images").shape,
  onGpu: (backend, input) => {
    const images = input("images");
    const size = sizeOf(images);
    const each = size / (images.shape[0] ?? 1);
    const parts = each % 4 === 0 ? 4 : 1;
    return runEach(backend, shader(parts), {
      inputs: [images, input("lights")],
      shape: images.shape,
      uniforms: [each / parts],
      invocations: size / parts,
    });
  },
  onCpu: (values, _settings, input) => {
    const lights = values("lights");
    const each = sizeOf(input("images")) / (input("images").shape[0] ?? 1);
    return values("images").map((value, at) => {
      const image = Math.floor(at / each);
      const safe = Math.min(Math.max(value, MARGIN), 1 - MARGIN);
      const light = -Math.log(1 / safe - 1);
      const scale = lights[2 * image] ?? 1;
      const shift = lights[2 * image + 1] ?? 0;
      return 1 / (1 + Math.exp(-(light * scale + shift)));
    });
  },
};

/** Registers the kernel for a backend; twice is as once. */
export function registerLightImages(backendName: "webgpu" | "cpu"): void {
  registerOwn(kernel, backendName);
}

/**
 * Changes the light of each image of a batch, in one pass.
 *
 * @param images `[batch, height, width, channels]`, values 0 to 1
 * @param each one an image
 */
export function lightImages(
  tf: Tensors,
  images: Tensor4D,
  each: readonly Lighting[],
): Tensor4D {
  const numbers = each.flatMap(({ scale, shift }) => [scale, shift]);
  const lights = tf.tensor2d(numbers, [each.length, 2]);
  return tf.engine().runKernel<Tensor4D>(KERNEL, { images, lights });
}
