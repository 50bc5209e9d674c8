import type { Random } from "../../base/random/random.ts";
import type { Tensor4D, Tensors } from "./tensors.ts";

/** The images of a batch, each beside the one that it is mixed with. */
export interface Paired {
  /** `[batch, height, width, channels]`, as the network would read them */
  readonly images: Tensor4D;
  /** The same images in another order: the partner of each. */
  readonly partners: Tensor4D;
  /** Draws of the batch. */
  readonly batch: Random;
  /** Draws of each image: the same image gets the same draw in any batch. */
  readonly items: readonly Random[];
}

/** Images that hold something of their partners. */
export interface Mixed {
  /** `[batch, height, width, channels]` */
  readonly images: Tensor4D;
  /** How much of its own label each keeps, 0 to 1; the rest is its partner's. */
  readonly shares: readonly number[];
}

/** What a transform does that mixes images, and their labels with them. */
export interface MixingBehaviour {
  /** Never what validates or predicts. */
  readonly when: "train";
  mix(tf: Tensors, paired: Paired): Mixed;
}
