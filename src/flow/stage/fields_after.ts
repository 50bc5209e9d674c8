import type { Field } from "./input.ts";
import type { TransformBehaviour } from "./transform.ts";

/** Pixels a side after a transform, where it sets them. */
function sizeAfter(transform: TransformBehaviour): number | undefined {
  if ("parts" in transform) {
    return transform.parts.map(sizeAfter).findLast((size) => size);
  }
  return "view" in transform ? transform.size : undefined;
}

/**
 * The fields that a network reads: those of the input, the images among them
 * as large as the last transform that sets a size makes them.
 */
export function fieldsAfter(
  fields: readonly Field[],
  transforms: readonly TransformBehaviour[],
): readonly Field[] {
  const size = transforms.map(sizeAfter).findLast((each) => each);
  if (size === undefined) return fields;
  return fields.map((field) => {
    const [height, , channels] = field.shape;
    return field.shape.length === 3 && height && channels
      ? { ...field, shape: [size, size, channels] }
      : field;
  });
}
