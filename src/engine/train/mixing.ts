/**
 * Training on mixtures: each image of a batch with another of the batch, and
 * the loss of each with both labels.
 *
 * @module
 */
import type { Tensor1D, Tensor2D, Tensor4D } from "@tensorflow/tfjs-core";
import { stream } from "../../base/random/stream.ts";
import type { TargetKind } from "../../flow/kinds/targets.ts";
import type { MixingBehaviour } from "../../flow/stage/mixing.ts";
import type { LossBehaviour } from "../../flow/stage/objective.ts";
import type { Tensors } from "../../flow/stage/tensors.ts";
import type { TransformBehaviour } from "../../flow/stage/transform.ts";
import { type Feeds, feedsOf } from "../replay/feeds.ts";

/** What the loss must know of a mixed batch. */
export interface Mixing {
  /** The place in the batch of each item's partner. */
  readonly partners: readonly number[];
  /** How much of its own label each item keeps, 0 to 1. */
  readonly shares: readonly number[];
}

/** What of a step the loss of a mixed batch asks for. */
interface MixedMoment {
  readonly mixing: Mixing | undefined;
}

/** What decides the draws of a mixed batch. */
export interface MixingContext {
  readonly seed: number;
  readonly epoch: number;
  readonly step: number;
  /** Of the batch, counted from 0; the first unless told. */
  readonly part?: number;
  readonly ids: readonly string[];
}

/** The transform that mixes, of those that a pipeline has. */
export function mixingOf(
  transforms: readonly TransformBehaviour[],
): MixingBehaviour | undefined {
  return transforms.find((each) => "mix" in each);
}

/**
 * Mixes a batch with itself in another order; an item may meet itself, as in
 * fastai. Runs inside a tidy.
 *
 * @param images `[batch, height, width, channels]`, as the network reads them
 */
export function mixBatch(
  tf: Tensors,
  behaviour: MixingBehaviour,
  images: Tensor4D,
  { seed, epoch, step, part = 0, ids }: MixingContext,
): { readonly images: Tensor4D; readonly mixing: Mixing } {
  const place = [epoch, step, ...part === 0 ? [] : [part]];
  const order = stream(seed, "partner", ...place).permutation(ids.length);
  const partners = [...order];
  const mixed = behaviour.mix(tf, {
    images,
    partners: tf.gather(images, tf.tensor1d(partners, "int32")),
    batch: stream(seed, "mixed batch", ...place),
    items: ids.map((id) => stream(seed, "mixed item", epoch, id)),
  });
  return { images: mixed.images, mixing: { partners, shares: mixed.shares } };
}

/** What is being scored. */
export interface Scored {
  /** `[batch, columns]` */
  readonly outputs: Tensor2D;
  /** `[batch, columns]`, of each item itself */
  readonly targets: Tensor2D;
  /** The kind of the targets. */
  readonly kind: TargetKind;
}

/**
 * The loss of each item of a batch that may be mixed, `[batch]`. For classes
 * it lies between the losses with both labels; numbers and tags are mixed
 * themselves, as in fastai. Runs inside a tidy.
 */
export function mixedLoss(
  tf: Tensors,
  { perItem }: LossBehaviour,
  { outputs, targets, kind }: Scored,
  mixing: Mixing | undefined,
  feeds: Feeds<MixedMoment> = feedsOf(tf, { mixing }),
): Tensor1D {
  if (mixing === undefined) return perItem(tf, outputs, targets);
  const shape = [mixing.shares.length];
  const partners = feeds.fill({
    shape,
    dtype: "int32",
    numbers: ({ mixing }) => mixing?.partners ?? [],
  });
  const others: Tensor2D = tf.gather(targets, partners as Tensor1D);
  const share = feeds.fill({
    shape,
    dtype: "float32",
    numbers: ({ mixing }) => mixing?.shares ?? [],
  }) as Tensor1D;
  if (kind === "category") {
    const own = perItem(tf, outputs, targets);
    const other = perItem(tf, outputs, others);
    return tf.add(other, tf.mul(share, tf.sub(own, other)));
  }
  const column = tf.reshape(share, [...shape, 1]);
  const mixed: Tensor2D = tf.add(
    others,
    tf.mul(column, tf.sub(targets, others)),
  );
  return perItem(tf, outputs, mixed);
}
