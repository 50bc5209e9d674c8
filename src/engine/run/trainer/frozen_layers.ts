import { Interrupted } from "../../../base/errors/interrupted.ts";
import type { EpochProgram } from "../../../flow/graph/program.ts";
import type { Cut } from "../../../flow/stage/architecture.ts";
import type { Items } from "../../data/packed_items.ts";
import {
  computeFeatures,
  featureBytes,
  sessionAfter,
} from "../../train/features.ts";
import { fixedCut } from "../../train/frozen.ts";
import type { Session } from "../../train/session.ts";
import {
  forwardsOnly,
  onceOnly,
  type Presented,
  whyEachStep,
} from "./frozen_plan.ts";
import type { LearnOptions } from "../job/job.ts";

/** Bytes of features that are kept at most, on the processor. */
export const MOST_FEATURE_BYTES = 2 ** 30;

const MIB = 2 ** 20;

/** What an epoch trains and is judged with. */
export interface Ground {
  readonly session: Session;
  readonly items: Items;
}

/** What decides how an epoch's frozen layers run. */
export interface FrozenLayersOptions
  extends Pick<LearnOptions, "emit" | "signal"> {
  readonly presented: Presented;
  /** All items that are read, of training and validation. */
  readonly ids: readonly string[];
  /** Bytes of features that are kept at most. */
  readonly most?: number;
}

/** What becomes of the frozen layers of a phase. */
interface Decision {
  /** Where their features are taken, if they are. */
  readonly cut?: Cut;
  /** What people are told, where that was planned otherwise. */
  readonly otherwise?: string;
}

/** Runs the frozen layers of a phase once for all its epochs, where it can. */
export class FrozenLayers {
  readonly #options: FrozenLayersOptions;
  /** The epoch of the run that the present phase begins with. */
  #phase: number | undefined;
  #ground: Ground | undefined;

  constructor(options: FrozenLayersOptions) {
    this.#options = options;
  }

  /**
   * What an epoch of a program trains and is judged with: the whole network on
   * its items, or the layers that are not frozen on features.
   *
   * @throws {Interrupted} when the signal stopped it
   */
  async ground(program: EpochProgram, whole: Ground): Promise<Ground> {
    // Decided by the program alone, so that a run that goes on does the same.
    const phase = program.epochsBefore - program.epoch;
    if (phase !== this.#phase) {
      this.#ground = undefined;
      this.#ground = await this.#compute(program, whole);
      this.#phase = phase;
    }
    return this.#ground ?? whole;
  }

  async #compute(
    program: EpochProgram,
    whole: Ground,
  ): Promise<Ground | undefined> {
    const { emit, signal, ids } = this.#options;
    const { session, items } = whole;
    const cut = this.#cut(program, session);
    if (cut === undefined) return undefined;
    const total = ids.length;
    const onItems = (done: number) => {
      emit({ type: "progress", node: "frozen layers", done, total });
      if (signal.aborted) throw new Interrupted();
    };
    const task = { session, cut, items, ids, onItems };
    const features = await computeFeatures(task);
    return { session: sessionAfter(session, cut, features), items: features };
  }

  /** Where features are taken; says so where that was planned otherwise. */
  #cut(program: EpochProgram, { network }: Session): Cut | undefined {
    const { cut, otherwise: text } = this.#decide(program, network);
    if (text !== undefined) this.#options.emit({ type: "notice", text });
    return cut;
  }

  /** Where the features of a phase are taken, if they are. */
  cutOf(program: EpochProgram, network: Session["network"]): Cut | undefined {
    return this.#decide(program, network).cut;
  }

  #decide(program: EpochProgram, network: Session["network"]): Decision {
    const { presented, ids, most = MOST_FEATURE_BYTES } = this.#options;
    const { phase, firstTrainable, freezesNorms } = program;
    if (firstTrainable === 0 || whyEachStep(program, presented)) return {};
    const cut = fixedCut(network, program);
    if (cut === undefined) {
      if (!freezesNorms) return {};
      const why = "the network does not tell where they end";
      return { otherwise: forwardsOnly(phase, why) };
    }
    const bytes = featureBytes(cut, ids.length);
    if (bytes > most) {
      const size = Math.ceil(bytes / MIB);
      const limit = Math.floor(most / MIB);
      const why = `features of ${ids.length} items take ${size} MiB`;
      const kept = `${limit} MiB are kept at most`;
      return { otherwise: forwardsOnly(phase, `${why}, and ${kept}`) };
    }
    if (freezesNorms) return { cut };
    return { cut, otherwise: onceOnly(phase, ": they have no norms") };
  }
}
