import type { Forward } from "../../flow/stage/architecture.ts";
import type { Tensor } from "../../flow/stage/tensors.ts";
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

/** A forward pass in which one layer is seen, and may be changed. */
export function tappedAt(
  session: Pick<Session, "tf" | "variables">,
  layer: string,
  tap: (made: Tensor) => Tensor,
): Forward {
  return tapped(session, (name, made) => name === layer ? tap(made) : made);
}
