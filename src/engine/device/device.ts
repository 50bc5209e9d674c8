import type { Tried } from "../kernels/tuning.ts";
import type { Adapter } from "./adapter.ts";
import type { BufferBytes } from "./count_buffers.ts";
import type { Stage } from "./rehearsal.ts";

/** tfjs on one adapter, with the errors that tfjs does not see. */
export interface Device {
  readonly tf: typeof import("@tensorflow/tfjs-core");
  readonly adapter: Adapter;
  /** Whether the forms of kernels were measured on it, or are not to be. */
  readonly measured: boolean;
  /** What of them was, as long as that is not all. */
  readonly tried: Tried;
  /**
   * Throws the first error that the GPU reported, or the loss of the device.
   * Call it before a result is believed: tfjs returns stale numbers instead.
   *
   * @throws {PipelineError} naming what failed and what to do
   */
  check(): void;
  /** Resolves when all work given so far is done, then does what `check` does. */
  settle(): Promise<void>;
  /** Live tensors, and the bytes they hold on the device. */
  memory(): { readonly tensors: number; readonly bytes: number };
  /** Bytes of all buffers, of tensors or not. */
  held(): BufferBytes;
  /** Does work on a device like this one that computes nothing, but counts. */
  rehearse<Result>(work: (stage: Stage) => Result): Result;
  /** Frees what the device keeps for tensors to come. */
  freeIdle(): void;
  /** Gives the device back; the last one who does frees it, with all its tensors. */
  close(): void;
}
