import type { Emit } from "../../flow/events/event.ts";
import type { Pinning } from "../lock/pinning.ts";
import type { Absent } from "./not_here.ts";
import type { Reach } from "./reach.ts";

/** How files and datasets are fetched. */
export interface HostOptions {
  readonly emit: Emit;
  /** Ends downloads and the like; what is here of them is kept. */
  readonly signal: AbortSignal;
  /** Holds what is fetched against a lock, where there is one. */
  readonly pinning?: Pinning | undefined;
  /** Bounds what may be fetched and read, where the web had a say in it. */
  readonly reach?: Reach | undefined;
  /** Told of what is not here before it is fetched or drawn; may throw. */
  readonly onAbsent?: ((absent: Absent) => void) | undefined;
}
