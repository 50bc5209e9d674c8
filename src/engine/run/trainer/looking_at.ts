import type { Emit } from "../../../flow/events/event.ts";
import type { EpochProgram } from "../../../flow/graph/program.ts";
import type { Device } from "../../device/device.ts";
import { type Seen, seenBatch } from "../../inspect/seen_batch.ts";
import type { Looking } from "../../train/epoch.ts";
import type { Looks } from "../job/looks.ts";

/** Tells the batch of a step of an epoch as an event, when somebody asks for it. */
export function lookingAt(
  looks: Looks,
  seen: Seen,
  program: EpochProgram,
  { device, emit }: {
    readonly device: Pick<Device, "check">;
    readonly emit: Emit;
  },
): Looking {
  return {
    wanted: () => looks.take(),
    show: async (ids, step) => {
      const batch = await seenBatch(seen, { program, ids, step });
      device.check();
      emit({ type: "batch.seen", ...batch });
    },
  };
}
