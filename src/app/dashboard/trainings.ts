import type { Emit, RunEnd } from "../../flow/events/event.ts";
import type { TrainingOptions } from "../run/ready.ts";
import { askedBy } from "../run/flags.ts";
import { supervise } from "../run/supervise.ts";
import { isLive } from "../runs/run_files.ts";
import type { RunRecord } from "../runs/run_record.ts";
import { spokenFrom } from "../runs/spoken_from.ts";
import type { Doings } from "./board.ts";

/** What a training is told here. */
export type Told = Omit<TrainingOptions, "emit" | "pinning" | "onPrepared">;

/** How trainings are begun. */
export interface TrainingsOptions {
  /** The folder that paths are told from. */
  readonly folder: string;
  /** Called before a training begins; takes its events. */
  readonly report: (run: Begun) => Emit;
  readonly onRecorded: (id: string) => void;
  readonly onEnd: (end: RunEnd) => void;
}

/** A training that begins. */
export interface Begun extends Pick<Told, "settings"> {
  /** As one would type it. */
  readonly pipeline: string;
}

/** The trainings of this process, one at a time. */
export class Trainings implements Doings {
  readonly #told: Told;
  readonly #options: TrainingsOptions;
  #present: Promise<RunEnd> | undefined;

  /** @param told what each is told; of a run that goes on, the rest is its own */
  constructor(told: Told, options: TrainingsOptions) {
    this.#told = told;
    this.#options = options;
  }

  get busy(): boolean {
    return this.#present !== undefined;
  }

  /** Resolves once nothing is trained here; with the last end, if there is one. */
  get idle(): Promise<RunEnd | undefined> {
    return this.#present ?? Promise.resolve(undefined);
  }

  async refuses({ id, status }: RunRecord): Promise<string | undefined> {
    if (status === "ok") return "it is done";
    if (this.busy) return "another training is under way here";
    return await isLive(this.#told.storeRoot, id) ? "it goes on" : undefined;
  }

  again(run: RunRecord): void {
    void this.begin(spokenFrom(run, this.#options.folder), {
      ...this.#told,
      ...askedBy(run.flags ?? []),
      settings: run.settings,
    });
  }

  /** Trains a pipeline. */
  async begin(pipeline: string, told: Told = this.#told): Promise<RunEnd> {
    const { report, onRecorded, onEnd } = this.#options;
    const emit = report({ pipeline, settings: told.settings });
    // Whoever opened a page wants to see the first batch already.
    const options = { ...told, emit, onRecorded, look: true };
    const present = supervise(pipeline, options);
    this.#present = present;
    const end = await present;
    this.#present = undefined;
    onEnd(end);
    return end;
  }
}
