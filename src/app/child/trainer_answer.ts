/**
 * What a trainer answers with, by its task. It comes from a process of ours,
 * but JSON has no word for numbers that are none.
 *
 * @module
 */
import { z } from "zod";
import type { Decision, EpochRow } from "../../flow/events/event.ts";
import type { Insight } from "../../engine/insight/look_into.ts";
import type { LookedAt } from "../../engine/inspect/look_at_files.ts";
import type { Shown } from "../../engine/inspect/show_items.ts";
import type { Summary } from "../../engine/inspect/summarize.ts";
import type { Outlook } from "../../flow/graph/outlook.ts";
import type { NodeTrace } from "../../flow/graph/trace.ts";
import { RATE_TRIAL_ENDS } from "../../engine/rates/trial.ts";

const figures = z.record(z.string(), z.number());
const adapter = z.record(z.string(), z.union([z.string(), z.boolean()]))
  .nullable();

const done = {
  metrics: figures,
  baseline: figures,
  executed: z.array(z.string()).readonly(),
  reused: z.array(z.string()).readonly(),
};

/** What a trainer has that judged by the validation set; null: nothing trained. */
export const judged = z.object({
  ...done,
  adapter,
  checkpoint: z.string(),
  count: z.number(),
}).nullable();

/** What a trainer has that judged by the test set; null: nothing trained. */
export const tested = z.object({
  ...done,
  count: z.number(),
  keys: z.array(z.string()).readonly(),
}).nullable();

/** What a trainer that trained has. */
export const trained = z.object({
  ...done,
  adapter,
  history: z.custom<readonly EpochRow[]>(Array.isArray),
  decisions: z.custom<readonly Decision[]>(Array.isArray).exactOptional(),
  outputs: z.record(z.string(), z.string()),
  nodes: z.custom<readonly NodeTrace[]>(Array.isArray),
  model: z.string(),
  familiarity: z.string().nullable(),
});

/** What a trainer that only looked has. */
export const lookedAhead = z.object({
  nodes: z.custom<readonly Outlook[]>(Array.isArray),
  notes: z.array(z.string()),
});

/** A number, or what stands for one that is none. */
const loss = z.number().nullable().transform((value) => value ?? NaN);

const suggestion = z.object({
  rate: z.number(),
  point: z.object({ rate: z.number(), loss }),
}).nullable();

/** What a trainer that tried learning rates has. */
export const triedRates = z.object({
  rates: z.array(z.number()),
  losses: z.array(loss),
  steps: z.number(),
  ended: z.enum(RATE_TRIAL_ENDS),
  suggestions: z.object({
    valley: suggestion,
    steep: suggestion,
    minimum: suggestion,
    slide: suggestion,
  }),
  adapter,
});

/** What a trainer has that walked an item through a pipeline. */
export const summarized = z.custom<Summary>((value) =>
  typeof value === "object" && value !== null && "steps" in value
);

/** What a trainer has that read items to be looked at. */
export const shown = z.custom<Shown>((value) =>
  typeof value === "object" && value !== null && "pictures" in value
);

/** What a trainer has that looked into a network; null: nothing trained. */
export const lookedInto = z.custom<Insight | null>((value) =>
  value === null ||
  typeof value === "object" && value !== undefined && "cam" in value
);

/** A trainer that drew a sheet wrote it, and has no more to say. */
export const drew = z.null();

/** What a trainer has that looked at pictures. */
export const lookedAt = z.custom<LookedAt>((value) =>
  typeof value === "object" && value !== null && "looks" in value
);
