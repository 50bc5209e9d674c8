/**
 * What a process that serves HTTP and one that answers with a model tell each
 * other.
 *
 * @module
 */
import { z } from "zod";
import type { Json } from "../../flow/kinds/json.ts";

/** Read, and never written to. */
const json: z.ZodType<Json> = z.json();

/** What the answering process is told first. */
export const serveJob = z.strictObject({
  model: z.string(),
  /** Where stages of the pipeline's own come from. */
  own: z.strictObject({ file: z.string(), export: z.string() }),
});

/** What the answering process is told first. */
export type ServeJob = z.output<typeof serveJob>;

/** What it is asked after that: files lie in the body, one after the other. */
export const question = z.strictObject({
  id: z.int(),
  items: z.array(z.union([
    z.strictObject({
      name: z.string(),
      bytes: z.int().nonnegative(),
      /** Whether to say what of it speaks for the answer. */
      explain: z.boolean().exactOptional(),
    }),
    z.strictObject({ name: z.string(), row: z.json() }),
  ])),
});

/** A column of a table, as a form asks for it. */
const formColumn = z.strictObject({
  name: z.string(),
  /** Of a column of words: those that training has met. */
  values: z.array(z.union([z.string(), z.boolean()])).exactOptional(),
  /** Of a column of numbers: one in the middle. */
  median: z.number().exactOptional(),
  /** Whether it may be left empty. */
  optional: z.boolean(),
});

/** A column of a table, as a form asks for it. */
export type FormColumn = z.output<typeof formColumn>;

const about = z.strictObject({
  /** The key of the model. */
  model: z.string(),
  kind: z.enum(["category", "quantity", "tags"]),
  classes: z.array(z.union([z.string(), z.boolean()])),
  /** What it is asked about. */
  takes: z.enum(["image", "file", "row"]),
  /** Absent where the input of the pipeline is its own. */
  columns: z.array(formColumn).exactOptional(),
  /** Items that are answered at once. */
  batch: z.int().positive(),
});

/** What a model is, for those who ask it. */
export type About = z.output<typeof about>;

/** NaN and infinity are null in JSON. */
const number = z.number().nullable();

/** Along the rows and along the columns, or from the least to the most. */
const pair = z.tuple([z.number(), z.number()]).readonly();

const unlike = z.strictObject({
  flag: z.boolean().nullable(),
  distance: number,
  threshold: number,
  percentile: number,
  /** Of a row: its cells that no training row has the like of. */
  unmet: z.array(z.strictObject({
    column: z.string(),
    value: json,
    range: pair.exactOptional(),
  })).readonly().exactOptional(),
});

const explanation = z.strictObject({
  of: z.string().nullable(),
  layer: z.string(),
  view: z.strictObject({
    fit: z.enum(["crop", "squish", "pad"]),
    left: z.number(),
    top: z.number(),
    width: z.number(),
    height: z.number(),
  }).nullable(),
  grid: z.strictObject({ first: pair, step: pair }),
  map: z.array(z.array(number).readonly()).readonly(),
});

const prediction = z.strictObject({
  label: z.union([
    number,
    z.string(),
    z.boolean(),
    z.array(z.string()).readonly(),
  ]),
  probability: number.exactOptional(),
  probabilities: z.record(z.string(), number).readonly().exactOptional(),
  unlike: unlike.exactOptional(),
  explanation: explanation.exactOptional(),
});

const unanswered = z.strictObject({
  message: z.string(),
  remedy: z.string().exactOptional(),
});

const answer = z.union([
  z.strictObject({ prediction }),
  z.strictObject({ unanswered }),
]);

/** The answer to one item: what the model says, or why it cannot. */
export type ItemAnswer = z.output<typeof answer>;

/** A line of the answering process. Code of the web may have written it. */
export const served = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("notice"), text: z.string() }),
  z.strictObject({ type: z.literal("ready"), about }),
  z.strictObject({
    type: z.literal("answers"),
    id: z.int(),
    answers: z.array(answer),
  }),
  z.looseObject({
    type: z.literal("error"),
    message: z.string(),
    stage: z.string().exactOptional(),
    remedy: z.string().exactOptional(),
  }),
]);
