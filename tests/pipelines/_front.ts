import type { LabelValue } from "../../src/flow/kinds/targets.ts";
import type { Pipeline } from "../../src/flow/pipeline/pipeline.ts";
import type { SourceHost } from "../../src/flow/stage/source.ts";

/** A machine with one text, or without. */
export function machine(text?: string): SourceHost {
  return {
    files: () => Promise.resolve([]),
    text: () =>
      text === undefined
        ? Promise.reject(new Error("there is no file"))
        : Promise.resolve(text),
  };
}

/** The items of a pipeline, labelled and divided. */
export async function frontOf<Item, Value extends LabelValue, In, Weights>(
  { spec }: Pipeline<Item, Value, In, Weights>,
  host: SourceHost,
) {
  const { items } = await spec.source.behaviour.list(host);
  // The pipeline's own source makes the items that its label reads.
  const label = spec.label as (item: unknown) => Value;
  const labelled = items.map((each) => ({ ...each, label: label(each.item) }));
  return {
    items: labelled,
    sets: spec.split.behaviour.divide(labelled),
    warnings: spec.split.behaviour.warnings?.(labelled) ?? [],
  };
}
