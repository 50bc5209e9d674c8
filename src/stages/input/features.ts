import { z } from "zod";
import { foreignStatistics } from "../../base/errors/input.ts";
import type { Features } from "../../flow/kinds/inputs.ts";
import type { Json } from "../../flow/kinds/json.ts";
import { defineStage } from "../../flow/stage/define_stage.ts";
import type { Encoder, Field } from "../../flow/stage/input.ts";
import type { Input } from "../../flow/stage/stage.ts";
import {
  categoricalColumn,
  encodeCategorical,
  learnCategorical,
} from "./_categorical.ts";
import {
  continuousColumn,
  encodeContinuous,
  learnContinuous,
} from "./_continuous.ts";
import { meetRows, unmetCells } from "./_met.ts";
import { type Row, rowOf } from "./_row.ts";

/** What `features` learns from training rows. */
const statistics = z.strictObject({
  continuous: z.array(continuousColumn),
  categorical: z.array(categoricalColumn),
});

type Statistics = z.output<typeof statistics>;

/** Codes of a `_na` column: 0 is never used, as with any other. */
const PRESENT = 1;
const MISSING = 2;

function fieldsOf({ continuous, categorical }: Statistics): readonly Field[] {
  const cardinalities = [
    ...categorical.map(({ values }) => values.length + 1),
    ...continuous.filter(({ missing }) => missing).map(() => MISSING + 1),
  ];
  const fields: Field[] = [];
  if (continuous.length > 0) {
    const shape = [continuous.length];
    fields.push({ name: "continuous", dtype: "float32", shape });
  }
  if (cardinalities.length > 0) {
    const shape = [cardinalities.length];
    fields.push({ name: "categorical", dtype: "int32", shape, cardinalities });
  }
  return fields;
}

function encodeRow(
  { continuous, categorical }: Statistics,
  row: Row,
  name: string,
): { readonly continuous: Float32Array; readonly categorical: Int32Array } {
  const numbers = continuous.map((each) => encodeContinuous(row, each, name));
  const words = categorical.map((each) => encodeCategorical(row, each, name));
  const lacks = numbers
    .filter((_, at) => continuous[at]?.missing)
    .map(({ missing }) => missing ? MISSING : PRESENT);
  return {
    continuous: Float32Array.from(numbers, ({ value }) => value),
    categorical: Int32Array.from([...words, ...lacks]),
  };
}

function encoderOf(learned: Statistics): Encoder {
  const fields = fieldsOf(learned);
  return {
    fields,
    encode: ({ id, item }) =>
      Promise.resolve().then(() => {
        const { continuous, categorical } = encodeRow(
          learned,
          rowOf(item, id),
          id,
        );
        return fields.map(({ name }) =>
          name === "continuous" ? continuous : categorical
        );
      }),
  };
}

function readStatistics(given: Json): Statistics {
  const result = statistics.safeParse(given);
  if (!result.success) throw foreignStatistics("features", result.error);
  return result.data;
}

const columnNames = z.array(z.string().min(1)).refine(
  (names) => new Set(names).size === names.length,
  { error: "must name each column once" },
).default([]);

/** The definition of {@linkcode features}. */
export const featuresStage = defineStage("input", {
  op: "features",
  version: 1,
  params: z.strictObject({ continuous: columnNames, categorical: columnNames })
    .refine(
      ({ continuous, categorical }) =>
        continuous.length + categorical.length > 0,
      { error: "at least one column must be continuous or categorical" },
    ),
  behave: (columns) => ({
    fit(training): Statistics {
      const rows = training.map((item) => rowOf(item));
      return {
        continuous: columns.continuous.map((column) =>
          learnContinuous(rows, column)
        ),
        categorical: columns.categorical.map((column) =>
          learnCategorical(rows, column)
        ),
      };
    },
    encoder: (learned) => encoderOf(readStatistics(learned)),
    meet: (training) => meetRows(training, columns),
    unmet: unmetCells,
  }),
});

/**
 * Reads columns of a row, with statistics learned from training rows alone.
 *
 * - A field `continuous`, float32 `[columns]`: `(value - mean) / deviation`,
 *   of the population, plus 1e-7; a missing value is the median.
 * - A field `categorical`, int32 `[columns]`: the place in the sorted values,
 *   from 1; 0 is missing or never seen in training. A continuous column of
 *   which training rows lack values adds a column here: 1 there, 2 missing.
 *
 * A field without columns is left out. A cell that may be missing is `null`.
 * Source: fastai's `Categorify`, `FillMissing` and `Normalize`.
 *
 * @throws {PipelineError} when no column is named; from its behaviour, when a
 * column is not there or holds something else
 *
 * @example One column of numbers, one of words
 * ```ts
 * import { features } from "leat";
 * import assert from "node:assert/strict";
 *
 * const { behaviour } = features({
 *   continuous: ["wind"],
 *   categorical: ["season"],
 * });
 * const statistics = behaviour.fit([
 *   { wind: 1, season: "winter" },
 *   { wind: 3, season: "summer" },
 * ]);
 * const [wind, season] = await behaviour.encoder(statistics).encode({
 *   id: "today",
 *   item: { wind: 2, season: "winter" },
 *   read: () => Promise.reject(new Error("a row has no bytes")),
 * });
 * assert.deepEqual(wind, new Float32Array([0]));
 * assert.deepEqual(season, new Int32Array([2]));
 * ```
 */
export function features<
  const Continuous extends string = never,
  const Categorical extends string = never,
>({ continuous = [], categorical = [] }: {
  /** Columns of numbers. */
  readonly continuous?: readonly Continuous[];
  /** Columns of words, or of true and false. */
  readonly categorical?: readonly Categorical[];
}): Input<
  & { readonly [Name in Continuous]: number | null | undefined }
  & { readonly [Name in Categorical]: string | boolean | null | undefined },
  Features
> {
  return featuresStage({
    continuous: [...continuous],
    categorical: [...categorical],
  });
}
