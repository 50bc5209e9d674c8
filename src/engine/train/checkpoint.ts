import {
  decodeSafetensors,
  encodeSafetensors,
  type StoredTensor,
} from "../../base/codec/safetensors.ts";
import type { Optimizer, OptimizerState } from "./optimizer.ts";
import type { SmoothedLoss, SmoothedState } from "./smoothed_loss.ts";
import type { Values, Variables } from "./variables.ts";

/** All that a run needs to go on as if it had not stopped. */
export interface Checkpoint {
  readonly variables: Values;
  readonly optimizer: OptimizerState;
  readonly smoothed: SmoothedState;
  /** Steps done of the epoch that follows; 0 after a whole epoch. */
  readonly step: number;
}

const VARIABLE = "variable/";
const MEMORY = "moment/";
const GATHERED = "gradient/";

function flat(data: Float32Array): StoredTensor {
  return { dtype: "F32", shape: [data.length], data };
}

/** The state of a run as the bytes of a safetensors file. */
export async function encodeCheckpoint(
  variables: Variables,
  optimizer: Optimizer,
  smoothed: SmoothedLoss,
  step: number,
): Promise<Uint8Array<ArrayBuffer>> {
  // Not together: each reading takes room on the device.
  const values = await variables.read();
  const memory = await optimizer.read();
  const { gathered } = memory;
  return encodeSafetensors([
    ...[...values].map(([name, data]) =>
      [VARIABLE + name, flat(data)] as const
    ),
    ...[...memory.values].map(([name, data]) =>
      [MEMORY + name, flat(data)] as const
    ),
    ...[...gathered.values].map(([name, data]) =>
      [GATHERED + name, flat(data)] as const
    ),
  ], {
    steps: JSON.stringify(memory.steps),
    smoothed: JSON.stringify(smoothed.state),
    step: String(step),
    ...gathered.samples === 0 ? {} : { samples: String(gathered.samples) },
    ...memory.scaling ? { scaling: JSON.stringify(memory.scaling) } : {},
  });
}

/** Reads what {@linkcode encodeCheckpoint} wrote. */
export function decodeCheckpoint(bytes: Uint8Array): Checkpoint {
  const { tensors, metadata } = decodeSafetensors(bytes);
  const { scaling } = metadata;
  const named = (prefix: string): Values =>
    new Map(
      [...tensors].filter(([name]) => name.startsWith(prefix))
        .map(([name, { data }]) => [
          name.slice(prefix.length),
          Float32Array.from(data),
        ]),
    );
  return {
    variables: named(VARIABLE),
    optimizer: {
      values: named(MEMORY),
      steps: JSON.parse(metadata["steps"] ?? "{}"),
      gathered: {
        values: named(GATHERED),
        samples: Number(metadata["samples"] ?? 0),
      },
      ...scaling === undefined ? {} : { scaling: JSON.parse(scaling) },
    },
    smoothed: JSON.parse(metadata["smoothed"] ?? '{"mean":0,"steps":0}'),
    step: Number(metadata["step"] ?? 0),
  };
}
