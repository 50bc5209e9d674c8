import type { Forward } from "../../flow/stage/architecture.ts";
import type { Batch, Tensor } from "../../flow/stage/tensors.ts";
import { answeringForward } from "../train/forward.ts";
import type { Session } from "../train/session.ts";

/** What a look into a network needs of a session. */
export type Looking = Pick<Session, "tf" | "variables" | "network">;

/** A forward pass that answers, and lets one see what each layer makes. */
export function tapped(
  { tf, variables }: Pick<Session, "tf" | "variables">,
  tap: NonNullable<Forward["tap"]>,
): Forward {
  return { ...answeringForward(tf, variables), tap };
}

/** Ends a pass. */
class Reached extends Error {}

/**
 * Runs a pass as far as a layer: what comes after it is not computed.
 *
 * @param look is handed what the layer makes; of what it makes itself it keeps
 * what is to outlive the pass
 * @throws {TypeError} when the pass has no such layer
 */
export function passTo(
  session: Looking,
  batch: Batch,
  layer: string,
  look: (made: Tensor) => void,
): void {
  const forward = tappedAt(session, layer, (made) => {
    look(made);
    throw new Reached();
  });
  try {
    session.network.forward(forward, batch);
  } catch (error) {
    if (error instanceof Reached) return;
    throw error;
  }
  throw new TypeError(`Cannot look at "${layer}": the pass has no such`);
}

/** A forward pass in which one layer is seen, and may be changed. */
export function tappedAt(
  session: Pick<Session, "tf" | "variables">,
  layer: string,
  tap: (made: Tensor) => Tensor,
): Forward {
  return tapped(session, (name, made) => name === layer ? tap(made) : made);
}
