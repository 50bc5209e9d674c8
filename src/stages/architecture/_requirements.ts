import { wrongInput } from "../../base/errors/architecture.ts";
import type { Field } from "../../flow/stage/input.ts";

/** The one field of images that a convolutional architecture reads. */
export function requireImage(op: string, fields: readonly Field[]): Field {
  const [field] = fields;
  if (fields.length === 1 && field?.shape.length === 3) return field;
  throw wrongInput(op, "images", fields.map((each) => each.name));
}
