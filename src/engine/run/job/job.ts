import type { Store } from "../../../base/store/store.ts";
import type { AdapterRecord, Emit } from "../../../flow/events/event.ts";
import type { Front } from "../../../flow/graph/front.ts";
import type { Past } from "../../../flow/graph/outlook.ts";
import type { PipelineDescription } from "../../../flow/pipeline/description.ts";
import type { PipelineStages } from "../../../flow/pipeline/stages.ts";
import type { Looks } from "./looks.ts";
import type { BesideOptions } from "../../tune/tuning_beside.ts";
import type { SaveTimer } from "./save_timer.ts";

/** One pipeline to be learned, its items listed, labelled and split. */
export interface LearnJob {
  readonly description: PipelineDescription;
  readonly stages: PipelineStages;
  readonly front: Front;
  readonly store: Store;
  /** Bytes of a file that the pipeline refers to. */
  readonly read: (reference: string) => Promise<Uint8Array>;
  /** sha256 of the trained weights, where the architecture has some. */
  readonly weights?: string;
  /** An item that cannot be read is an error. */
  readonly strict: boolean;
}

/** What a job is done with. */
export interface LearnOptions {
  readonly emit: Emit;
  /** Stops after the present step, state saved. */
  readonly signal: AbortSignal;
  /** When state is saved within an epoch; once a minute unless told. */
  readonly timer?: SaveTimer;
  /**
   * Whether every step is done anew, rather than replayed from a recording;
   * not unless told.
   */
  readonly eager?: boolean;
  /** Earlier runs, to tell reasons and times from; where a record is kept. */
  readonly past?: Past;
  /** Whether kernels are those that were measured to be fastest; so unless told. */
  readonly tune?: boolean;
  /** Whether somebody wants to see the batch; nobody does unless told. */
  readonly looks?: Looks;
  /** When kernels are measured beside the steps, where they were not yet. */
  readonly beside?: BesideOptions;
  /**
   * An adapter as a run recorded it: on the same one, kernels have the forms
   * that they had then.
   */
  readonly like?: AdapterRecord;
}
