import { z } from "zod";
import type { Front } from "../../flow/graph/front.ts";
import type { Past } from "../../flow/graph/outlook.ts";
import type { Json } from "../../flow/kinds/json.ts";
import type { Sheet } from "../look/sheet.ts";
import { pipelineDescription } from "../../flow/pipeline/description.ts";

const setting = z.strictObject({
  path: z.string(),
  value: z.json() as z.ZodType<Json>,
});

const front = z.custom<Front>((value) =>
  typeof value === "object" && value !== null && "items" in value
);

/** What a trainer is to do with a pipeline. */
const task = z.discriminatedUnion("type", [
  /** Turn items into arrays, and no more. */
  z.strictObject({ type: z.literal("pack") }),
  z.strictObject({
    type: z.literal("train"),
    eager: z.boolean(),
    tune: z.boolean(),
    /** Whether somebody wants to see the first batch. */
    look: z.boolean(),
    like: z.record(z.string(), z.union([z.string(), z.boolean()]))
      .exactOptional(),
    past: z.custom<Past>((value) =>
      typeof value === "object" && value !== null && "runs" in value
    ),
  }),
  /** Looks at what would run; executes nothing. */
  z.strictObject({ type: z.literal("lookAhead") }),
  z.strictObject({
    type: z.literal("tryRates"),
    start: z.number(),
    end: z.number(),
    steps: z.number(),
    stop: z.boolean(),
    unfrozen: z.boolean(),
  }),
  /** Judge what is trained by its validation set, or its test set. */
  z.strictObject({
    type: z.literal("evaluate"),
    set: z.enum(["valid", "test"]),
  }),
  /** Walk one item through every stage. */
  z.strictObject({
    type: z.literal("summarize"),
    item: z.string().exactOptional(),
  }),
  /** Read items as an epoch has them. */
  z.strictObject({
    type: z.literal("show"),
    set: z.enum(["train", "valid"]),
    count: z.number(),
    epoch: z.number(),
    seed: z.number().exactOptional(),
    folder: z.string(),
  }),
  /** Look into the network of what is trained. */
  z.strictObject({
    type: z.literal("inspect"),
    set: z.enum(["train", "valid"]),
    layers: z.array(z.string()).readonly(),
    channels: z.number(),
    items: z.number(),
    cards: z.number(),
    folder: z.string(),
  }),
  /** Decode pictures, to compare them; runs no code of a pipeline. */
  z.strictObject({ type: z.literal("look") }),
  /** Draw a sheet of items that were read; runs no code of a pipeline. */
  z.strictObject({
    type: z.literal("sheet"),
    sheet: z.custom<Sheet>((value) =>
      typeof value === "object" && value !== null && "cells" in value
    ),
  }),
]);

/** What a trainer is told; it comes from our own supervisor. */
export const trainerJob = z.strictObject({
  task,
  description: pipelineDescription,
  front,
  storeRoot: z.string(),
  references: z.strictObject({
    base: z.string().exactOptional(),
    fetched: z.record(z.string(), z.string()),
  }),
  weights: z.string().exactOptional(),
  strict: z.boolean(),
  /** A pipeline whose stages are not all built in: its file is imported. */
  own: z.strictObject({
    file: z.string(),
    export: z.string(),
    settings: z.array(setting),
  }).exactOptional(),
});

/** One job of a trainer process. */
export type TrainerJob = z.output<typeof trainerJob>;
