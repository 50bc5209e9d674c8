/**
 * What a run tells while it goes: one stream for the terminal, for `--json`
 * and for tests.
 *
 * @module
 */
import type { ClaimDescription } from "../claims/claim.ts";
import type { KnobValues } from "../knobs/knobs.ts";
import type { EngineReport } from "./engine_report.ts";
import type { SeenBatch } from "./seen_batch.ts";

/** Figures by metric name in snake case: `{ error_rate: 0.02 }`. */
export type MetricValues = { readonly [name: string]: number };

/** Hashes by the name of a node. */
export type Outputs = { readonly [node: string]: string };

/** One row of the table that people read. */
export interface EpochRow {
  readonly phase: string;
  /** Counted from 1 within its phase. */
  readonly epoch: number;
  readonly epochs: number;
  /** Smoothed as fastai does: debiased mean with decay 0.98. */
  readonly train_loss: number;
  readonly valid_loss: number;
  readonly metrics: MetricValues;
  readonly seconds: number;
}

/** What a callback decided between epochs. */
export interface Decision {
  readonly callback: "earlyStopping" | "keepBest" | "reduceOnPlateau";
  readonly phase: string;
  /** The last epoch that was trained when it was decided. */
  readonly after: number;
  /** The last one, the one that is kept, or the first of the lower rate. */
  readonly epoch: number;
  readonly monitor: string;
  readonly text: string;
}

/** A claim of the pipeline, and whether it is so. */
export interface ClaimResult extends Readonly<ClaimDescription> {
  /** `error_rate below 0.08` */
  readonly text: string;
  /** The figure; JSON has null for one that is not a number. */
  readonly value: number;
  readonly holds: boolean;
}

/** The adapter that computed, for the record. */
export type AdapterRecord = { readonly [name: string]: string | boolean };

/** One event; `type` says which. */
export type RunEvent =
  | { readonly type: "run.start"; readonly pipeline: string }
  /** Once, as soon as they are known, if the pipeline has any. */
  | { readonly type: "knobs"; readonly knobs: KnobValues }
  | { readonly type: "notice"; readonly text: string }
  | { readonly type: "warning"; readonly text: string; readonly stage?: string }
  | {
    readonly type: "download";
    readonly url: string;
    readonly done: number;
    readonly total?: number;
  }
  /**
   * What there will be, before there is a plan: first the names, then what is
   * known of the steps in front, then of all where items are to be read first.
   */
  | {
    readonly type: "outlook";
    readonly nodes: readonly {
      readonly name: string;
      /** Left out while nothing is known of it. */
      readonly state?: "run" | "reuse" | "continue";
      readonly reason?: string;
      readonly from?: string;
      readonly seconds?: number;
    }[];
  }
  | {
    readonly type: "plan";
    readonly nodes: readonly {
      readonly name: string;
      /** `"continue"` begins where earlier work ended. */
      readonly state: "run" | "reuse" | "continue";
      /** Why it runs; left out where it does not, or no record is kept. */
      readonly reason?: string;
      /** What it goes on from: `epoch 3`, `step 40 of 92`. */
      readonly from?: string;
      /** How long it will take, where earlier runs tell. */
      readonly seconds?: number;
    }[];
    /**
     * What becomes of frozen layers, and what may be decided between epochs;
     * left out where there is nothing to say.
     */
    readonly notes?: readonly string[];
    /** Of a plan alone: how long all of it takes; null where that is not known. */
    readonly seconds?: number | null;
    /** Of a plan alone: what is fetched or drawn first. */
    readonly absent?: readonly {
      readonly kind: "dataset" | "weights" | "drawing";
      readonly name: string;
      readonly url?: string;
      readonly bytes?: number;
      readonly items?: number;
    }[];
  }
  | {
    readonly type: "node.state";
    readonly node: string;
    /** Null of a step in front before it is known what it gives. */
    readonly key: string | null;
    readonly state: "running" | "done" | "reused" | "failed" | "cancelled";
    readonly seconds?: number;
  }
  /** A node waits in vain: one that it needs failed. */
  | {
    readonly type: "node.state";
    readonly node: string;
    /** It is made of what the other would have given. */
    readonly key: null;
    readonly state: "blocked";
    readonly seconds?: never;
    /** The node that failed. */
    readonly by: string;
  }
  | {
    readonly type: "progress";
    readonly node: string;
    readonly done: number;
    readonly total: number;
  }
  | { readonly type: "adapter"; readonly adapter: AdapterRecord }
  | {
    readonly type: "batch";
    readonly phase: string;
    readonly epoch: number;
    readonly step: number;
    readonly steps: number;
    readonly loss: number;
    /** That of the last layers. */
    readonly learning_rate: number;
    readonly items_per_second: number;
    readonly seconds_left: number;
  }
  /** To whoever asked to see a batch; told to nobody else. */
  | ({ readonly type: "batch.seen" } & SeenBatch)
  | ({
    readonly type: "epoch";
    /** Share of the time of training, 0 to 1, that went by until data was there. */
    readonly waiting?: number;
  } & EpochRow)
  /** A step of a trial of learning rates. */
  | {
    readonly type: "rate";
    /** Steps taken so far. */
    readonly step: number;
    readonly steps: number;
    readonly rate: number;
    /** Smoothed as that of an epoch. */
    readonly loss: number;
  }
  | ({ readonly type: "decision" } & Decision)
  /** Once, when all is trained and judged, if anything was computed. */
  | ({ readonly type: "engine" } & EngineReport)
  | {
    readonly type: "unreadable";
    readonly item: string;
    readonly why: string;
  }
  | {
    readonly type: "error";
    readonly message: string;
    /** The node at which it came up, where it came up at one. */
    readonly node?: string;
    readonly stage?: string;
    readonly item?: string;
    readonly remedy?: string;
  }
  | RunEnd;

/** How a run ended: always the last event. */
export interface RunEnd {
  readonly type: "run.end";
  readonly status: "ok" | "failed" | "cancelled";
  readonly metrics: MetricValues;
  /** What the same metrics would be by always guessing the majority. */
  readonly baseline: MetricValues;
  readonly executed: readonly string[];
  readonly reused: readonly string[];
  readonly adapter: AdapterRecord | null;
  readonly seconds: number;
  readonly model: string | null;
  /** Under which name the run is recorded, where it is. */
  readonly run?: string;
  /**
   * The hash of what each node gave, in the order of the flow; of epochs, only
   * of the one that the model is made of.
   */
  readonly outputs: Outputs;
  /** The table of all epochs, reused ones included. */
  readonly history: readonly EpochRow[];
  /** What callbacks decided; left out where none decides. */
  readonly decisions?: readonly Decision[];
  /** What each knob was, set or by default; left out where there is none. */
  readonly knobs?: KnobValues;
  /**
   * What the pipeline claims; left out where it claims nothing. A false claim
   * is a failure, unless params were set: claims are of what the file gives.
   */
  readonly claims?: readonly ClaimResult[];
}

/** The event of a type: `EventOf<"error">`. */
export type EventOf<Type extends RunEvent["type"]> = Extract<
  RunEvent,
  { readonly type: Type }
>;

/** Takes events as they come. */
export type Emit = (event: RunEvent) => void;
