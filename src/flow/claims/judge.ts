import type {
  ClaimResult,
  EpochRow,
  MetricValues,
  Outputs,
} from "../events/event.ts";
import { epochName } from "../graph/epoch_name.ts";
import type { ClaimDescription } from "./claim.ts";

/** What a training gave, as far as something can be claimed of it. */
export interface Judged {
  readonly metrics: MetricValues;
  readonly history: readonly EpochRow[];
  /** Of epochs, only of the one that the model is made of. */
  readonly outputs: Outputs;
}

/** `error_rate below 0.08` */
function claimText(
  { metric, relation, bound }: ClaimDescription,
): string {
  const lock = relation === "within" ? " of the lock" : "";
  return `${metric} ${relation} ${bound}${lock}`;
}

/** The metrics of a training, and the losses of the epoch that became its model. */
function figuresOf({ metrics, history, outputs }: Judged): MetricValues {
  const row = history.findLast((row) => Object.hasOwn(outputs, epochName(row)));
  if (row === undefined) return metrics;
  const { train_loss, valid_loss } = row;
  // Last: a metric of such a name does not take the loss's place.
  return { ...metrics, train_loss, valid_loss };
}

const figureIn = (figures: MetricValues, name: string) =>
  Object.hasOwn(figures, name) ? figures[name] ?? NaN : NaN;

/** Not a number is neither below nor above anything, and near to nothing. */
function holds(
  { relation, bound }: ClaimDescription,
  value: number,
  locked: number,
): boolean {
  switch (relation) {
    case "below":
      return value < bound;
    case "above":
      return value > bound;
    case "within":
      return Math.abs(value - locked) <= bound;
  }
}

/**
 * Whether what a pipeline claims is so, each claim by itself.
 *
 * @param locked the figures that a lock holds, by the same names; without them
 * nothing is said of claims that compare with those
 */
export function judgeClaims(
  claims: readonly ClaimDescription[],
  judged: Judged,
  locked?: MetricValues,
): readonly ClaimResult[] {
  const figures = figuresOf(judged);
  return claims
    .filter(({ relation }) => relation !== "within" || locked !== undefined)
    .map((claim) => {
      const { metric } = claim;
      const value = figureIn(figures, metric);
      return {
        text: claimText(claim),
        ...claim,
        value,
        holds: holds(claim, value, figureIn(locked ?? {}, metric)),
      };
    });
}

/**
 * How far a metric may be from the one in the lock on another adapter, if the
 * pipeline says so; of several claims the narrowest.
 */
export function toleranceOf(
  claims: readonly ClaimDescription[],
  metric: string,
): number | undefined {
  const bounds = claims
    .filter((claim) => claim.relation === "within" && claim.metric === metric)
    .map(({ bound }) => bound);
  return bounds.length === 0 ? undefined : Math.min(...bounds);
}
