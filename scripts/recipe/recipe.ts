import { compare, type Row, type Rows } from "./compare.ts";
import type { Reference } from "./reference.ts";
import { augmentation } from "./sections/augmentation.ts";
import { callbacks } from "./sections/callbacks.ts";
import { data } from "./sections/data.ts";
import { freezing } from "./sections/freezing.ts";
import { heads } from "./sections/head.ts";
import { losses } from "./sections/losses.ts";
import { optimizers } from "./sections/optimizer.ts";
import { rates } from "./sections/rates.ts";
import { schedules } from "./sections/schedules.ts";
import { split } from "./sections/split.ts";
import { tabular } from "./sections/tabular.ts";

/** What computes Leat's side of each section, in the order of the recipe. */
const SECTIONS: Readonly<Record<string, () => Rows | Promise<Rows>>> = {
  "Schedules": schedules,
  "Optimizer": optimizers,
  "Groups and freezing": freezing,
  "Head and batch norm": heads,
  "Data": data,
  "Split": split,
  "Augmentation": augmentation,
  "Losses and metrics": losses,
  "Learning-rate finder": rates,
  "Callbacks": callbacks,
  "Tabular": tabular,
};

/** Computes Leat's side of the recipe and compares it with fastai's. */
export async function recipe(reference: Reference): Promise<readonly Row[]> {
  const names = new Set([
    ...Object.keys(SECTIONS),
    ...Object.keys(reference.sections),
  ]);
  const rows: Row[] = [];
  for (const name of names) {
    const leat = await SECTIONS[name]?.() ?? {};
    rows.push(...compare(name, reference.sections[name] ?? {}, leat));
  }
  return rows;
}
