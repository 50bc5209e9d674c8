import type { PipelineStages } from "../../flow/pipeline/stages.ts";
import type {
  TransformBehaviour,
  ViewBehaviour,
} from "../../flow/stage/transform.ts";

/** A part of a square, each from 0 to 1. */
interface Part {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const FITS = ["crop", "squish", "pad"] as const;

/** What part of a picture a network sees. */
export interface View extends Part {
  /** How the picture becomes a square: its middle, distorted, or mirrored. */
  readonly fit: typeof FITS[number];
}

const WHOLE: Part = { left: 0, top: 0, width: 1, height: 1 };

/** The part of a part that is shown; nothing where it is turned. */
function shown(
  part: Part,
  { view }: ViewBehaviour,
  size: number,
): Part | undefined {
  const [a, b, c, d, e, f] = view({ height: size, width: size });
  if (Math.abs(b) + Math.abs(d) > 1e-6) return undefined;
  return {
    left: part.left + part.width * (c - a + 1) / 2,
    top: part.top + part.height * (f - e + 1) / 2,
    width: part.width * a,
    height: part.height * e,
  };
}

/** Transforms one by one, those within others too. */
function each(behaviour: TransformBehaviour): readonly TransformBehaviour[] {
  return "parts" in behaviour ? behaviour.parts.flatMap(each) : [behaviour];
}

/**
 * What part of a picture a network sees when it answers; nothing where the
 * input or a transform may do anything to it.
 */
export function viewOf(
  { input, transforms }: Pick<PipelineStages, "input" | "transforms">,
): View | undefined {
  const { op, params } = input;
  const fit = FITS.find((each) => each === params["method"]);
  if (op !== "image" || fit === undefined) return undefined;
  let part: Part | undefined = WHOLE;
  for (const { op, behaviour } of transforms) {
    for (const transform of each(behaviour)) {
      if ("view" in transform) {
        part = part && shown(part, transform, Number(params["size"]));
      } else if ("apply" in transform && transform.when === "always") {
        // This one changes colours; another may move them elsewhere.
        if (op !== "normalize") part = undefined;
      }
    }
  }
  return part && { fit, ...part };
}
