import type { Front } from "../../flow/graph/front.ts";
import { quantileOf } from "./quantile.ts";
import type { LabelValue } from "../../flow/kinds/targets.ts";

/** The sets that items are divided into. */
export const SETS = ["train", "valid", "test"] as const;

/** Something for each set. */
export type BySet<Value> = Readonly<Record<(typeof SETS)[number], Value>>;

/** The spread of numbers; not numbers where there are none. */
export interface Spread {
  readonly least: number;
  readonly median: number;
  readonly mean: number;
  readonly most: number;
}

/** What a pipeline's items are, set by set. */
export interface Census {
  readonly items: BySet<number>;
  /** How many items have each class or tag, by its name. */
  readonly classes: readonly {
    readonly name: string;
    readonly items: BySet<number>;
  }[];
  /** Of labels that are numbers. */
  readonly spread?: BySet<Spread>;
}

function spreadOf(values: readonly number[]): Spread {
  const sum = values.reduce((sum, value) => sum + value, 0);
  return {
    least: values.reduce((least, value) => Math.min(least, value), Infinity),
    median: quantileOf(values, 0.5),
    mean: sum / values.length,
    most: values.reduce((most, value) => Math.max(most, value), -Infinity),
  };
}

/** The classes that a label names. */
function named(label: LabelValue): readonly string[] {
  if (typeof label === "number") return [];
  return typeof label === "object" ? label : [String(label)];
}

/** Counts items by set and class. */
export function censusOf({ items, labels, sets }: Front): Census {
  const labelOf = new Map(items.map(({ id }, at) => [id, labels[at] ?? ""]));
  const bySet = <Value>(
    value: (labels: readonly LabelValue[]) => Value,
  ): BySet<Value> => {
    const of = (set: (typeof SETS)[number]) =>
      value(sets[set].map((id) => labelOf.get(id) ?? ""));
    return { train: of("train"), valid: of("valid"), test: of("test") };
  };
  const counts = bySet((labels) => {
    const count = new Map<string, number>();
    for (const name of labels.flatMap(named)) {
      count.set(name, (count.get(name) ?? 0) + 1);
    }
    return count;
  });
  const names = new Set(SETS.flatMap((set) => [...counts[set].keys()]));
  const numeric = labels.length > 0 &&
    labels.every((label) => typeof label === "number");
  return {
    items: bySet(({ length }) => length),
    classes: [...names].sort((one, other) => one < other ? -1 : 1).map(
      (name) => ({
        name,
        items: {
          train: counts.train.get(name) ?? 0,
          valid: counts.valid.get(name) ?? 0,
          test: counts.test.get(name) ?? 0,
        },
      }),
    ),
    ...numeric
      ? { spread: bySet((labels) => spreadOf(labels.map(Number))) }
      : {},
  };
}
