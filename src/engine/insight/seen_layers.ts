import type { Batch } from "../../flow/stage/tensors.ts";
import { followReach } from "./follow_reach.ts";
import type { Reach } from "./reach.ts";
import { type Looking, tapped } from "./tapped.ts";

/** A layer that makes images, as one can look at it. */
export interface SeenLayer {
  readonly name: string;
  /** Of one item: `[height, width, channels]`. */
  readonly shape: readonly [height: number, width: number, channels: number];
  /** Of which pixels its values are made. */
  readonly reach: Reach;
}

/**
 * The layers of a network that make images of images, in the order in which
 * they run. One that runs several times in a pass is none of them: nothing
 * tells which of its outputs is meant.
 *
 * @param field the field of the batch that holds images
 */
export function seenLayers(
  session: Looking,
  batch: Batch,
  field: string,
): readonly SeenLayer[] {
  const { tf, network } = session;
  const image = batch[field];
  if (image === undefined) return [];
  const found = new Map<string, SeenLayer | undefined>();
  tf.tidy(() => {
    followReach(tf, image, (reachOf) => {
      const forward = tapped(session, (name, made) => {
        const [, height = 0, width = 0, channels = 0] = made.shape;
        if (made.rank !== 4) return made;
        found.set(
          name,
          found.has(name)
            ? undefined
            : { name, shape: [height, width, channels], reach: reachOf(made) },
        );
        return made;
      });
      network.forward(forward, batch);
    });
  });
  return [...found.values()].flatMap((each) => each ?? []);
}
