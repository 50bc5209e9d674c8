/**
 * What a client must know of an exported model besides its numbers.
 *
 * @module
 */
import { z } from "zod";
import type { StoredModel } from "../../engine/model/read_model.ts";

/** What `features` learned of training rows: all that its encoding needs. */
const columnStatistics = z.object({
  continuous: z.array(z.object({
    column: z.string(),
    median: z.number(),
    mean: z.number(),
    deviation: z.number(),
    missing: z.boolean(),
  })),
  categorical: z.array(z.object({
    column: z.string(),
    values: z.array(z.union([z.string(), z.boolean()])),
    missing: z.boolean(),
  })),
});

/** What is written beside every export, and into it where that is possible. */
export type Facts = {
  readonly by: "leat";
  /** Of these facts. */
  readonly format: 1;
  /** What the pipeline was called when it was exported. */
  readonly pipeline: string;
  /** The key of the model. */
  readonly model: string;
  readonly kind: "category" | "quantity" | "tags";
  /** In the order of the output's columns; empty for a number. */
  readonly classes: (string | boolean)[];
  /** What is given; null is any number of items. */
  readonly inputs: {
    readonly name: string;
    readonly dtype: "uint8" | "float32" | "int32";
    readonly shape: (number | null)[];
  }[];
  readonly output: {
    readonly name: string;
    readonly shape: (number | null)[];
    readonly means: string;
  };
  /** How a picture becomes what is given, where Leat's own input reads it. */
  readonly image?: {
    readonly size: number;
    readonly method: "crop" | "squish" | "pad";
    readonly filter: "bilinear, antialiased";
    /** Pixels of a JPEG to one of the square, at least, as it is decoded. */
    readonly reducingGap?: number;
  };
  /** The same of a row: what was learned of the training rows. */
  readonly columns?: z.output<typeof columnStatistics>;
};

const imageParams = z.looseObject({
  size: z.int(),
  method: z.enum(["crop", "squish", "pad"]),
  reducingGap: z.number().exactOptional(),
});

const MEANINGS = {
  category: "the probability of each class; they add up to 1",
  tags: "the probability of each tag; it is there from 0.5",
  quantity: "the predicted values",
} as const;

/** What the pipeline's own input makes of an item, as far as Leat knows. */
function reading(
  { description: { input }, statistics }: StoredModel,
): Pick<Facts, "image" | "columns"> {
  if (input.op === "image") {
    const { size, method, ...reducing } = imageParams.parse(input.params);
    const { reducingGap } = reducing;
    return {
      image: {
        size,
        method,
        filter: "bilinear, antialiased",
        ...reducingGap === undefined ? {} : { reducingGap },
      },
    };
  }
  return input.op === "features"
    ? { columns: columnStatistics.parse(statistics) }
    : {};
}

/** What a client must know of a model. */
export function factsOf(pipeline: string, model: StoredModel): Facts {
  const { vocabulary: { kind, classes }, fields, keys } = model;
  return {
    by: "leat",
    format: 1,
    pipeline,
    model: keys["model"] ?? "",
    kind,
    classes: [...classes],
    inputs: fields.map(({ name, dtype, shape }) => ({
      name,
      dtype,
      shape: [null, ...shape],
    })),
    output: {
      name: kind === "quantity" ? "values" : "probabilities",
      shape: [null, kind === "quantity" ? 1 : classes.length],
      means: MEANINGS[kind],
    },
    ...reading(model),
  };
}
