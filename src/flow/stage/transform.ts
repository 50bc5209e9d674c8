import type { Random } from "../../base/random/random.ts";
import type { MixingBehaviour } from "./mixing.ts";
import type { Tensor4D, Tensors } from "./tensors.ts";
import type { TestTimeBehaviour } from "./test_time.ts";

/**
 * A 2x3 matrix from output to input coordinates, both from -1 to 1 with the
 * centre of the image at 0: `[a, b, c, d, e, f]` reads the input at
 * `(a x + b y + c, d x + e y + f)`.
 */
export type Affine = readonly [number, number, number, number, number, number];

/** Light in logit space: `sigmoid(scale * logit(x) + shift)`. */
export interface Lighting {
  readonly scale: number;
  readonly shift: number;
}

/** What a `transform` does; the engine joins neighbours of one kind. */
export type TransformBehaviour =
  | {
    readonly when: "train";
    /** Draws the matrix of one image. */
    affine(random: Random): Affine;
  }
  | {
    readonly when: "train";
    /** Draws the light of one image. */
    lighting(random: Random): Lighting;
  }
  | {
    /** `"always"` also at validation and prediction. */
    readonly when: "train" | "always";
    /**
     * @param batch `[batch, height, width, channels]`, values 0 to 1
     * @param random one stream an image
     */
    apply(tf: Tensors, batch: Tensor4D, random: readonly Random[]): Tensor4D;
  }
  | MixingBehaviour
  | TestTimeBehaviour;
