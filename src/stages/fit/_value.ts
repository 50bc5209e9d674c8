import type { z } from "zod";
import { invalidParams } from "../../base/errors/stage.ts";

/**
 * A plain value that fits its schema, defaults filled in.
 *
 * @throws {PipelineError} when it does not fit
 */
export function value<Schema extends z.ZodType<object>>(
  op: string,
  schema: Schema,
  given: z.input<Schema>,
): Readonly<z.output<Schema>> {
  const result = schema.safeParse(given);
  if (!result.success) {
    throw invalidParams("fit", op, result.error.issues, given);
  }
  return Object.freeze(result.data);
}
