import type { StoredTensors } from "../../../base/codec/safetensors.ts";
import type { Normalization } from "../../../flow/stage/architecture.ts";

/** Per-channel mean and deviation of ImageNet, values 0 to 1. */
const IMAGENET = {
  mean: [0.485, 0.456, 0.406],
  deviation: [0.229, 0.224, 0.225],
};

const MEAN = "normalization.mean";
const DEVIATION = "normalization.deviation";

/** One number a channel, of the metadata; nothing where it is not there. */
function channels(
  metadata: Readonly<Record<string, string>>,
  name: string,
): readonly number[] | undefined {
  const text = metadata[name];
  if (text === undefined) return undefined;
  const parts = text.split(",");
  const values = parts.map(Number);
  if (
    values.length === 3 && values.every(Number.isFinite) &&
    !parts.some((part) => part.trim() === "")
  ) return values;
  throw new RangeError(`${name} is "${text}", not three numbers`);
}

/** What weights expect of images: what their file says, else as ImageNet's. */
export function normalizationOf({ metadata }: StoredTensors): Normalization {
  const mean = channels(metadata, MEAN);
  const deviation = channels(metadata, DEVIATION);
  if (!mean || !deviation) return IMAGENET;
  if (deviation.every((each) => each > 0)) return { mean, deviation };
  throw new RangeError(
    `${DEVIATION} is "${deviation}", and none may be 0 or less`,
  );
}
