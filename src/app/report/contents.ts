/**
 * What a report tells, before it is put into words and pictures.
 *
 * @module
 */
import { type Census, censusOf } from "../../engine/inspect/census.ts";
import { answersOf } from "../../engine/inspect/classes.ts";
import { inspect, type Inspection } from "../../engine/inspect/inspection.ts";
import { judgeClaims } from "../../flow/claims/judge.ts";
import type { ClaimResult } from "../../flow/events/event.ts";
import { itemsOf } from "../../flow/graph/front.ts";
import type { Json } from "../../flow/kinds/json.ts";
import type { PipelineDescription } from "../../flow/pipeline/description.ts";
import type { Setting } from "../../flow/pipeline/override.ts";
import type { Predictions } from "../../flow/stage/objective.ts";
import type { Trained } from "../run/trained.ts";
import { type MetricFigure, metricFigures } from "./metric_figures.ts";
import { type Thumbnail, thumbnailOf } from "./thumbnail.ts";

const LIMITS = { losses: 16, pairs: 15 };

/** An item that the model is wrong about, as people can look at it. */
export interface LossCard {
  readonly item: string;
  readonly loss: number;
  /** What it is. */
  readonly actual: string;
  /** What the model says. */
  readonly predicted: string;
  /** Whether that is right; of numbers, nothing is. */
  readonly right: boolean | null;
  /** Of what the model says, and of what the item is; of classes alone. */
  readonly confidence?: number;
  readonly probability?: number;
  /** Of an item that is a picture. */
  readonly picture?: Thumbnail;
  /** Of an item that is a row. */
  readonly row?: { readonly [column: string]: Json };
}

/** All that a report tells. */
export interface Contents {
  /** As the user wrote it. */
  readonly pipeline: string;
  readonly description: PipelineDescription;
  readonly settings: readonly Setting[];
  /** What to type to do it again. */
  readonly command: string;
  readonly trained: Trained;
  readonly census: Census;
  readonly metrics: readonly MetricFigure[];
  readonly claims: readonly ClaimResult[];
  readonly inspection: Inspection;
  readonly cards: readonly LossCard[];
}

const share = (probability: number) => `${(probability * 100).toFixed(0)}%`;

/** What was said of one item, and what is so. */
export function answerOf(
  predictions: Predictions,
  row: number,
): Pick<
  LossCard,
  "actual" | "predicted" | "right" | "confidence" | "probability"
> {
  const { target, columns, classes } = predictions;
  const from = row * columns;
  const outputs = predictions.outputs.subarray(from, from + columns);
  const targets = predictions.targets.subarray(from, from + columns);
  if (target === "quantity") {
    const plain = (value = NaN) => String(Number(value.toPrecision(6)));
    return {
      actual: plain(targets[0]),
      predicted: plain(outputs[0]),
      right: null,
    };
  }
  if (target === "tags") {
    const named = (values: Float32Array, text: (at: number) => string) =>
      classes.flatMap((_, at) => (values[at] ?? 0) > 0.5 ? [text(at)] : [])
        .join(", ") || "none";
    const isRight = outputs.every((value, at) =>
      value > 0.5 === targets[at]! > 0.5
    );
    return {
      actual: named(targets, (at) => `${classes[at]} (${share(outputs[at]!)})`),
      predicted: named(
        outputs,
        (at) => `${classes[at]} (${share(outputs[at]!)})`,
      ),
      right: isRight,
    };
  }
  const [answer] = answersOf({ ...predictions, count: 1, outputs, targets });
  if (answer === undefined) throw new TypeError("One row has one answer");
  const { actual, predicted, confidence, probability } = answer;
  return {
    actual: String(classes[actual]),
    predicted: String(classes[predicted]),
    right: actual === predicted,
    confidence,
    probability,
  };
}

function isRow(item: Json): item is { readonly [column: string]: Json } {
  return typeof item === "object" && item !== null && !Array.isArray(item);
}

async function cardsOf(
  { front, predictions }: Trained,
  { topLosses }: Inspection,
): Promise<readonly LossCard[]> {
  const items = itemsOf(front, front.sets.valid);
  return await Promise.all(topLosses.map(async ({ row, loss }) => {
    const { id = "", item = null, file } = items[row] ?? {};
    const picture = file && await thumbnailOf(file.absolute);
    return {
      item: id,
      loss,
      ...answerOf(predictions, row),
      ...picture ? { picture } : {},
      ...file === undefined && isRow(item) ? { row: item } : {},
    };
  }));
}

/** Gathers what a report tells of a trained pipeline. */
export async function contentsOf(
  asked: Pick<
    Contents,
    "pipeline" | "description" | "settings" | "command"
  >,
  trained: Trained,
): Promise<Contents> {
  const { expect = [] } = asked.description;
  const inspection = inspect(trained.predictions, LIMITS);
  return {
    ...asked,
    trained,
    census: censusOf(trained.front),
    metrics: metricFigures(asked.description, trained),
    claims: judgeClaims(expect, trained),
    inspection,
    cards: await cardsOf(trained, inspection),
  };
}
