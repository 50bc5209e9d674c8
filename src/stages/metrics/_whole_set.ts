import type { MetricBehaviour } from "../../flow/stage/objective.ts";

/** Guards a metric against sets over which it has no value. */
export function overSet(
  name: string,
  compute: MetricBehaviour["compute"],
): MetricBehaviour["compute"] {
  return (predictions) => {
    if (predictions.count === 0) {
      throw new RangeError(`Cannot compute "${name}" over 0 predictions`);
    }
    return compute(predictions);
  };
}
