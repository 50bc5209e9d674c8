import type { Tensor4D, Tensors } from "../../flow/stage/tensors.ts";
import type {
  ImageSize,
  Lighting,
  Projective,
} from "../../flow/stage/transform.ts";
import { lightImages } from "../kernels/images/light_images.ts";
import { sampleImages } from "../kernels/images/sample_images.ts";
import { compose, IDENTITY, isIdentity } from "./projective.ts";
import { samplingOf } from "./sampling.ts";

const UNLIT: Lighting = { scale: 1, shift: 0 };

function isUnlit({ scale, shift }: Lighting): boolean {
  return scale === 1 && shift === 0;
}

/** One light for two in a row. */
function composeLight(first: Lighting, then: Lighting): Lighting {
  return {
    scale: first.scale * then.scale,
    shift: first.shift * then.scale + then.shift,
  };
}

/**
 * What is done to a batch, in as few passes over it as give the same: maps that
 * follow each other are one sampling, lights one formula. Runs inside a tidy.
 */
export class Passes {
  readonly #tf: Tensors;
  readonly #given: Tensor4D;
  #batch: Tensor4D;
  /** Of the images once all maps are applied. */
  #size: ImageSize;
  #maps: readonly Projective[] | undefined;
  #lights: readonly Lighting[] | undefined;

  /** @param batch `[batch, height, width, channels]`, values 0 to 1 */
  constructor(tf: Tensors, batch: Tensor4D) {
    this.#tf = tf;
    this.#given = this.#batch = batch;
    this.#size = sizeOf(batch);
  }

  /** The size that the next map reads. */
  get size(): ImageSize {
    return this.#size;
  }

  /** Moves pixels, by one map an image; `size` is the images' from here on. */
  move(maps: readonly Projective[], size: ImageSize = this.#size): void {
    if (this.#lights) this.#flush();
    const before = this.#maps;
    this.#maps = maps.map((map, at) => compose(before?.[at] ?? IDENTITY, map));
    this.#size = size;
  }

  /** Changes the light, by one an image. */
  light(lights: readonly Lighting[]): void {
    if (this.#maps) this.#flush();
    const before = this.#lights;
    this.#lights = lights.map((each, at) =>
      composeLight(before?.[at] ?? UNLIT, each)
    );
  }

  /** Does something else. */
  apply(change: (batch: Tensor4D) => Tensor4D): void {
    this.#flush();
    this.#become(change(this.#batch));
    this.#size = sizeOf(this.#batch);
  }

  /** All of it done. */
  finish(): Tensor4D {
    this.#flush();
    return this.#batch;
  }

  #flush(): void {
    const maps = this.#maps;
    const lights = this.#lights;
    this.#maps = this.#lights = undefined;
    if (maps) this.#sample(maps);
    if (lights && !lights.every(isUnlit)) {
      this.#become(lightImages(this.#tf, this.#batch, lights));
    }
  }

  #sample(maps: readonly Projective[]): void {
    const from = sizeOf(this.#batch);
    const to = this.#size;
    const resized = from.height !== to.height || from.width !== to.width;
    if (!resized && maps.every(isIdentity)) return;
    const sampling = samplingOf(maps, from, to);
    this.#become(sampleImages(this.#tf, this.#batch, sampling));
  }

  /** Goes on from another batch; the one before is freed unless it was given. */
  #become(next: Tensor4D): void {
    const before = this.#batch;
    this.#batch = next;
    if (before !== next && before !== this.#given) before.dispose();
  }
}

function sizeOf({ shape: [, height, width] }: Tensor4D): ImageSize {
  return { height, width };
}
