import { PipelineError } from "./pipeline_error.ts";

const stage = "fit";

/** A batch that the training set cannot fill. */
export function batchTooLarge(batch: number, items: number): PipelineError {
  return new PipelineError(
    `Cannot fill a batch of ${batch}: the training set has ${items} items`,
    {
      stage,
      item: "batch",
      remedy: items > 1
        ? `Set fit.batch to at most ${items}`
        : "Add items to the training set",
    },
  );
}

/** A batch of one item, of which a norm over the batch leaves nothing. */
export function nothingToNormalize(layer: string): PipelineError {
  return new PipelineError(
    `Cannot train with a batch of 1: ${layer} normalizes each channel over the batch, and would find one value`,
    { stage, item: "batch", remedy: "Set fit.batch to at least 2" },
  );
}

function mebibytes(bytes: number): string {
  return `${Math.ceil(bytes / 2 ** 20)} MiB`;
}

const SMALLER = "Make input.size smaller";

/** A tensor of one item that the adapter cannot bind: no batch can be split. */
export function itemTooLargeForAdapter(
  layer: string,
  bytes: number,
  limit: number,
): PipelineError {
  return new PipelineError(
    `Cannot train on this adapter: the output of ${layer} takes ${
      mebibytes(bytes)
    } for one item, and the adapter binds at most ${mebibytes(limit)}`,
    { stage, item: "batch", remedy: SMALLER },
  );
}

/** A buffer of a step that the adapter cannot bind, whatever is in it. */
export function bufferTooLargeForAdapter(
  bytes: number,
  limit: number,
): PipelineError {
  return new PipelineError(
    `Cannot train on this adapter: a step takes a buffer of ${
      mebibytes(bytes)
    }, and the adapter binds at most ${mebibytes(limit)}`,
    {
      stage,
      remedy:
        "Make the largest layer, fit.batch or input.size smaller; adamW() remembers twice what a layer has",
    },
  );
}

/** A batch of which so few items fit at once that a norm over them is none. */
export function microBatchTooSmall(
  { batch, most, layer, limit, norm }: {
    readonly batch: number;
    /** Items that fit at once. */
    readonly most: number;
    /** What is largest. */
    readonly layer: string;
    readonly limit: number;
    /** What normalizes each channel over the batch. */
    readonly norm: string;
  },
): PipelineError {
  return new PipelineError(
    `Cannot split a batch of ${batch}: of the output of ${layer} ${most} item${
      most === 1 ? " fits" : "s fit"
    } into the ${
      mebibytes(limit)
    } that the adapter binds, one would be alone, and ${norm} normalizes each channel over the batch`,
    {
      stage,
      item: "batch",
      remedy: most === 1
        ? SMALLER
        : `Set fit.batch to a multiple of ${most}, or make input.size smaller`,
    },
  );
}

/** Mixed precision, and an adapter that has no halves. */
export function noHalves(adapter: string): PipelineError {
  return new PipelineError(
    `Cannot train in mixed precision on "${adapter}": it does not offer shader-f16`,
    {
      stage,
      item: "precision",
      remedy:
        'Leave out fit.precision, or set it to "full"; a newer driver may offer it, as deno task doctor says',
    },
  );
}

/** The loss is no number any more. */
export function lossNotFinite(
  at: { phase: string; epoch: number; step: number; rate: number },
  lastFinite: number | undefined,
  precision: "full" | "mixed" = "full",
): PipelineError {
  const last = lastFinite === undefined
    ? "no loss was finite"
    : `the last finite loss was ${lastFinite.toPrecision(4)}`;
  return new PipelineError(
    `Cannot go on: the loss is not a number at step ${at.step} of epoch ${at.epoch} (${at.phase}), learning rate ${
      at.rate.toPrecision(3)
    }; ${last}`,
    {
      stage,
      item: `${at.phase} epoch ${at.epoch} step ${at.step}`,
      remedy: precision === "mixed"
        ? 'Set fit.precision to "full": no number of 16 bits is larger than 65,504; or lower the learning rate'
        : "Lower the learning rate, or look for broken values in the input",
    },
  );
}

/** A list of learning rates for another number of parameter groups. */
export function wrongRateCount(rates: number, groups: number): PipelineError {
  const of = (count: number, what: string) =>
    `${count} ${what}${count === 1 ? "" : "s"}`;
  return new PipelineError(
    `Cannot set ${of(rates, "learning rate")}: the architecture has ${
      of(groups, "parameter group")
    }`,
    {
      stage,
      item: "learningRate",
      remedy: `Give ${
        of(groups, "rate")
      }, or slice(first, last) for any number`,
    },
  );
}

/** A schedule that says too little, or what no optimizer can do. */
export function unusableSchedule(phase: string, why: string): PipelineError {
  return new PipelineError(
    phase === "" ? `Cannot train: ${why}` : `Cannot train "${phase}": ${why}`,
    {
      stage,
      item: phase || "fit",
      remedy: "Correct the schedule that the pipeline fits by",
    },
  );
}
