/**
 * What a training will hold on its device, before it holds any of it.
 *
 * @module
 */
import { bufferTooLargeForAdapter } from "../../../base/errors/fit.ts";
import type { Network } from "../../../flow/stage/architecture.ts";
import { DEFAULT_OPTIMIZER } from "../../../flow/stage/optimizer.ts";
import type { ScheduleBehaviour } from "../../../flow/stage/schedule.ts";
import type { Device } from "../../device/device.ts";
import type { Freezing } from "../../train/frozen.ts";
import { partsOf } from "../../train/memory.ts";
import { ruleOf } from "../../train/optimizer.ts";
import { trainableOf } from "../../train/variables.ts";
import {
  type Rehearsed,
  type RehearsedTraining,
  rehearseTraining,
} from "./rehearse_training.ts";

const FLOAT_BYTES = 4;

/** Bytes of which it is worth telling before they are taken. */
const MUCH = 64 * 2 ** 20;
/** So much of what layers make and weights take can come to {@linkcode MUCH}. */
const WORTH_REHEARSING = MUCH / 4;

function bytesOf(shapes: readonly { readonly shape: readonly number[] }[]) {
  return shapes.reduce(
    (sum, { shape }) =>
      sum + shape.reduce((size, side) => size * side, FLOAT_BYTES),
    0,
  );
}

/** Bytes that are known without any kernel. */
export interface KnownBytes {
  readonly weights: number;
  /** What the optimizer remembers, where most is trained. */
  readonly remembered: number;
  /** What all layers make of the items that go through at once. */
  readonly outputs: number;
  /** Items that go through at once. */
  readonly together: number;
}

/** What is known of a training by its shapes alone. */
export function knownBytes(
  { network, most }: {
    readonly network: Pick<Network, "layers" | "variables">;
    readonly most: number;
  },
  { batch, momentum, optimizer = DEFAULT_OPTIMIZER }: Pick<
    ScheduleBehaviour,
    "batch" | "momentum" | "optimizer"
  >,
  programs: readonly Freezing[],
): KnownBytes {
  const rows = ruleOf(optimizer, momentum).rows.length;
  const trained = programs.map(({ firstTrainable, freezesNorms }) =>
    bytesOf(trainableOf(network.variables, firstTrainable, freezesNorms))
  );
  const [together] = partsOf(batch, most);
  return {
    weights: bytesOf(network.variables),
    remembered: Math.max(0, ...trained) * rows,
    outputs: bytesOf(network.layers) * together,
    together,
  };
}

/** What a training will take on its device. */
export type MemoryPlan = Omit<KnownBytes, "outputs"> & Rehearsed;

/**
 * Plans a training. What kernels are measured with beside its steps, once an
 * adapter, comes on top: some 40 MiB in software, and 200 MiB on a GPU.
 *
 * @returns nothing where it takes little, or cannot be rehearsed
 * @throws {PipelineError} when it takes a buffer that the adapter cannot bind:
 * tfjs would drop the work and read old numbers
 */
export function memoryPlan(
  device: Pick<Device, "rehearse" | "adapter">,
  training: RehearsedTraining,
): MemoryPlan | undefined {
  const { session, programs } = training;
  const { behaviour } = session.stages.fit;
  const { outputs, ...known } = knownBytes(session, behaviour, programs);
  const { weights, remembered } = known;
  if (weights + remembered + outputs < WORTH_REHEARSING) return undefined;
  const rehearsed = rehearsedOr(device, training);
  if (rehearsed === undefined) return undefined;
  const { maxStorageBufferBindingSize, maxBufferSize } = device.adapter.limits;
  const limit = Math.min(maxStorageBufferBindingSize, maxBufferSize);
  const { largest } = rehearsed;
  if (largest > limit) throw bufferTooLargeForAdapter(largest, limit);
  return { ...known, ...rehearsed };
}

function rehearsedOr(
  device: Pick<Device, "rehearse">,
  training: RehearsedTraining,
): Rehearsed | undefined {
  try {
    return rehearseTraining(device, training);
  } catch {
    // What fails there fails in the first step too, which tells of it.
    return undefined;
  }
}

/** What people are told of it before the first step, where it is much. */
export function memoryNotice(
  { most, weights, remembered, together }: MemoryPlan,
  { software }: { readonly software: boolean },
): string | undefined {
  if (most < MUCH) return undefined;
  const rest = most - weights - remembered;
  const whose = software
    ? "of this process's memory for the adapter, which is software"
    : "of the adapter's memory";
  return `Training takes ${mebibytes(most)} ${whose}: ${
    mebibytes(weights)
  } for weights, ${mebibytes(remembered)} for what the optimizer remembers, ${
    mebibytes(rest)
  } for what is made of ${together} items at a time and their gradients`;
}

function mebibytes(bytes: number): string {
  return `${Math.ceil(bytes / 2 ** 20)} MiB`;
}
