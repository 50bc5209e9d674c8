import type { Front } from "../graph/front.ts";
import { type Finding, percent, plural } from "./finding.ts";

/** How often a class is in either set. */
export interface ClassCount {
  readonly name: string;
  readonly train: number;
  readonly valid: number;
}

/** A class that is so many times rarer than another is hard to learn. */
const RARER = 10;

/** Shares that differ by more standard errors are no chance. */
const ERRORS = 3;

/**
 * The classes of both sets by name; none where labels are numbers. The test set
 * is sealed, its labels too.
 */
export function classCounts({ items, labels, sets }: Front): ClassCount[] {
  const labelOf = new Map(items.map(({ id }, at) => [id, labels[at]]));
  const counts = new Map<string, { train: number; valid: number }>();
  for (const set of ["train", "valid"] as const) {
    for (const id of sets[set]) {
      const label = labelOf.get(id);
      if (label === undefined || typeof label === "number") continue;
      for (const name of typeof label === "object" ? label : [String(label)]) {
        const count = counts.get(name) ?? { train: 0, valid: 0 };
        count[set]++;
        counts.set(name, count);
      }
    }
  }
  return [...counts].map(([name, count]) => ({ name, ...count }))
    .sort((a, b) => a.name < b.name ? -1 : 1);
}

/** What the balance of classes, and that of both sets, is likely to mislead in. */
export function balance(front: Front): readonly Finding[] {
  const counts = classCounts(front);
  if (counts.length < 2) return [];
  const findings: Finding[] = [];
  const warn = (text: string, about: readonly string[]) =>
    findings.push({ kind: "balance", level: "warning", text, about });
  const { train, valid } = front.sets;
  const absent = counts.filter((each) => each.valid === 0);
  if (absent.length > 0 && valid.length > 0) {
    warn(
      `${
        plural(absent.length, "class is", "classes are")
      } not in the validation set, which says nothing of ${
        absent.length === 1 ? "it" : "them"
      }`,
      absent.map((each) => `${each.name}: ${each.train} in training`),
    );
  }
  const most = counts.reduce((a, b) => b.train > a.train ? b : a);
  const rare = counts.filter((each) =>
    most.train > 0 && each.train * RARER <= most.train
  );
  if (rare.length > 0) {
    warn(
      `${
        plural(rare.length, "class is", "classes are")
      } over ${RARER} times rarer in training than "${most.name}" (${most.train})`,
      rare.map((each) => `${each.name}: ${each.train}`),
    );
  }
  const apart = counts.filter((each) => {
    const [a, b] = [each.train / train.length, each.valid / valid.length];
    const both = (each.train + each.valid) / (train.length + valid.length);
    const error = Math.sqrt(
      both * (1 - both) * (1 / train.length + 1 / valid.length),
    );
    return each.valid > 0 && Math.abs(a - b) > ERRORS * error;
  });
  if (apart.length > 0) {
    warn(
      `${
        plural(apart.length, "class has", "classes have")
      } another share in the validation set than in training, by more than chance`,
      apart.map((each) =>
        `${each.name}: ${percent(each.train / train.length)} in training, ${
          percent(each.valid / valid.length)
        } in validation`
      ),
    );
  }
  return findings;
}
