/**
 * What the processor prepares of a step.
 *
 * @module
 */
import type { EpochProgram } from "../../flow/graph/program.ts";
import type { StepSettings } from "../../flow/stage/schedule.ts";
import type { Batch, Tensor } from "../../flow/stage/tensors.ts";
import type { Items } from "../data/packed_items.ts";
import { placementOf } from "../data/room.ts";
import { onDevice } from "../replay/feeds.ts";
import type { DropoutMoment } from "./forward.ts";
import { inParts } from "./memory.ts";
import type { Mixing } from "./mixing.ts";
import type { Session } from "./session.ts";

/** What an epoch trains on. */
export interface TrainingData {
  readonly items: Items;
  /** Ids in the order of the split. */
  readonly train: readonly string[];
  /** The row that the loss scores, by id. */
  readonly targets: ReadonlyMap<string, readonly number[]>;
}

/** Which step it is. */
export interface StepPlace {
  readonly program: EpochProgram;
  readonly data: TrainingData;
  /** The items of its batch. */
  readonly ids: readonly string[];
  /** Of its epoch, counted from 0. */
  readonly step: number;
}

/** What differs from one step to the next, of items that go through at once. */
export interface MomentPart extends DropoutMoment {
  /** As the network reads it, on the device. */
  readonly inputs: Batch;
  readonly mixing: Mixing | undefined;
  /** A row of the targets for each item, one after the other. */
  readonly targets: readonly number[];
}

/** All that differs from one step to the next. */
export interface Moment {
  /** Of the batch: one, unless it is too large to go through at once. */
  readonly parts: readonly MomentPart[];
  readonly settings: StepSettings;
}

/** Prepares a step; the caller disposes its inputs. */
export function momentOf(
  session: Session,
  { program, data, ids, step }: StepPlace,
): Moment {
  const { seed } = session.stages.fit.behaviour;
  const { epochsBefore, settings: all } = program;
  const settings = all[step];
  if (settings === undefined) {
    throw new TypeError(`The epoch has no step ${step}`);
  }
  const parts = inParts(ids, session.most).map((ids, part) => {
    const rows = data.items.read(ids, placementOf(seed, epochsBefore));
    const context = { seed, epoch: epochsBefore, step, part, ids };
    const { inputs, mixing } = session.trainingBatch(rows, context);
    for (const tensor of Object.values(inputs)) onDevice(session.tf, tensor);
    return {
      inputs,
      mixing,
      targets: ids.flatMap((id) => [...data.targets.get(id) ?? []]),
      seed,
      step: epochsBefore * all.length + step,
      part,
    };
  });
  return { parts, settings };
}

/** The tensors of a step, for whoever is done with it. */
export function inputsOf({ parts }: Moment): readonly Tensor[] {
  return parts.flatMap(({ inputs }) => Object.values(inputs));
}
