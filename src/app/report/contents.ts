/**
 * What a report tells, before it is put into words and pictures.
 *
 * @module
 */
import { type Census, censusOf } from "../../engine/inspect/census.ts";
import { inspect, type Inspection } from "../../engine/inspect/inspection.ts";
import { judgeClaims } from "../../flow/claims/judge.ts";
import type { ClaimResult } from "../../flow/events/event.ts";
import { itemsOf } from "../../flow/graph/front.ts";
import type { Json } from "../../flow/kinds/json.ts";
import type { PipelineDescription } from "../../flow/pipeline/description.ts";
import type { Setting } from "../../flow/pipeline/override.ts";
import type { Trained } from "../run/trained.ts";
import { type MetricFigure, metricFigures } from "./metric_figures.ts";
import { type Said, saidOf } from "./said.ts";
import { type Thumbnail, thumbnailOf } from "./thumbnail.ts";

const LIMITS = { losses: 16, pairs: 15 };

/** An item that the model is wrong about, as people can look at it. */
export interface LossCard extends Said {
  readonly item: string;
  readonly loss: number;
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
      ...saidOf(predictions, row),
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
