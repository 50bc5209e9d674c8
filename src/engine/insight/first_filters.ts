import type { VariableSpec } from "../../flow/stage/architecture.ts";
import { slopePixels } from "./slope_pixels.ts";

/** The filters that look at the image itself. */
export interface Filters {
  /** The variable that holds them. */
  readonly variable: string;
  readonly count: number;
  readonly height: number;
  readonly width: number;
  /** RGB bytes of all, one after the other. */
  readonly pixels: Uint8Array;
}

/**
 * The first kernel of a network that reads as many channels as images have; a
 * variable of four sides is a kernel `[height, width, channels, filters]`.
 * Nothing where there is none, or where its filters see one pixel each.
 *
 * @param most filters that are shown, the first of all
 */
export function firstFilters(
  variables: readonly VariableSpec[],
  valuesOf: (name: string) => Float32Array,
  { channels, most }: { readonly channels: number; readonly most: number },
): Filters | undefined {
  const spec = variables.find(({ role, shape }) =>
    role === "weight" && shape.length === 4 && shape[2] === channels
  );
  const [height = 0, width = 0, , outputs = 0] = spec?.shape ?? [];
  if (spec === undefined || height * width <= 1) return undefined;
  const values = valuesOf(spec.name);
  const count = Math.min(most, outputs);
  const size = height * width * channels;
  const pixels = new Uint8Array(count * height * width * 3);
  for (let filter = 0; filter < count; filter++) {
    const own = Float32Array.from(
      { length: size },
      (_, at) => values[at * outputs + filter] ?? 0,
    );
    pixels.set(slopePixels(own, channels), filter * height * width * 3);
  }
  return { variable: spec.name, count, height, width, pixels };
}
