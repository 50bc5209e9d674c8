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

/**
 * A 3x3 matrix, row by row, from output to input coordinates as of
 * {@linkcode Affine}: `[a, b, c, d, e, f, g, h, i]` reads the input at
 * `((a x + b y + c) / w, (d x + e y + f) / w)` with `w = g x + h y + i`.
 */
export type Projective = readonly [
  ...Affine,
  number,
  number,
  number,
];

/** The sides of an image, in pixels. */
export interface ImageSize {
  readonly height: number;
  readonly width: number;
}

/** A part of an image, in pixels. */
export interface Rectangle extends ImageSize {
  readonly top: number;
  readonly left: number;
}

/** Shows a part of an image, at a size of its own. */
export interface ViewBehaviour {
  readonly when: "always";
  /** Pixels a side of what is shown: the network is built for this size. */
  readonly size: number;
  /**
   * The matrix of one image: drawn in training; without a `random`, what
   * validation and prediction show.
   */
  view(from: ImageSize, random?: Random): Affine;
}

/** Several transforms in order, as one stage. */
export interface SeveralBehaviour {
  /** Its parts say for themselves. */
  readonly when: "always";
  readonly parts: readonly TransformBehaviour[];
  /** Whether each image gets draws of its own, or the whole batch the same. */
  readonly draws: "image" | "batch";
}

/** Light in logit space: `sigmoid(scale * logit(x) + shift)`. */
export interface Lighting {
  readonly scale: number;
  readonly shift: number;
}

/** Puts noise in place of parts of an image, once it is normalised. */
export interface ErasingBehaviour {
  /** Never what validates or predicts. */
  readonly when: "train";
  /** Draws the parts of one image; none to leave it whole. */
  erase(size: ImageSize, random: Random): readonly Rectangle[];
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
    /** Draws the perspective of one image. */
    warp(random: Random): Projective;
  }
  | ViewBehaviour
  | SeveralBehaviour
  | {
    readonly when: "train";
    /** Draws the light of one image. */
    lighting(random: Random): Lighting;
  }
  | {
    /** `"always"` also at validation and prediction. */
    readonly when: "train" | "always";
    /** The same image always gives the same; left out where it may not. */
    readonly draws?: false;
    /**
     * @param batch `[batch, height, width, channels]`, values 0 to 1
     * @param random one stream an image
     */
    apply(tf: Tensors, batch: Tensor4D, random: readonly Random[]): Tensor4D;
  }
  | ErasingBehaviour
  | MixingBehaviour
  | TestTimeBehaviour;
