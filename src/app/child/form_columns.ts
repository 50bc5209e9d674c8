import { z } from "zod";
import type { Json } from "../../flow/kinds/json.ts";
import type { FormColumn } from "./serve_protocol.ts";

/** What `features` learned, as far as a form needs it. */
const statistics = z.object({
  continuous: z.array(z.object({
    column: z.string(),
    median: z.number(),
    missing: z.boolean(),
  })),
  categorical: z.array(z.object({
    column: z.string(),
    values: z.array(z.union([z.string(), z.boolean()])),
    missing: z.boolean(),
  })),
});

/**
 * The columns of a row that an input reads, or nothing where only that input
 * itself knows: it is the pipeline's own.
 *
 * @param input the name of the stage
 * @param learned what it learned of training rows
 */
export function formColumns(
  input: string,
  learned: Json,
): FormColumn[] | undefined {
  const { data } = statistics.safeParse(learned);
  if (input !== "features" || data === undefined) return undefined;
  return [
    ...data.continuous.map(({ column: name, median, missing }) => ({
      name,
      median,
      optional: missing,
    })),
    ...data.categorical.map(({ column: name, values, missing }) => ({
      name,
      values,
      optional: missing,
    })),
  ];
}
