import { snakeCase } from "../../base/codec/snake_case.ts";

/**
 * The name of each metric in results and tables: its own in snake case, with a
 * number where that is taken. `f1` of two kinds is `f1` and `f1_2`.
 */
export function metricNames(
  metrics: readonly { readonly op: string }[],
): readonly string[] {
  const names = new Set<string>();
  for (const { op } of metrics) {
    const plain = snakeCase(op);
    let name = plain;
    for (let count = 2; names.has(name); count++) name = `${plain}_${count}`;
    names.add(name);
  }
  return [...names];
}

/** The name of a metric that is taken with test-time augmentation. */
export function augmentedName(plain: string): string {
  return `${plain}_tta`;
}
