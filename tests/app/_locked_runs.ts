import { sha256 } from "../../src/base/codec/sha256.ts";
import type { LockedRun } from "../../src/app/lock/lock.ts";

/** A training of two epochs, its nodes and epochs in the order of the flow. */
export function run(changes: Partial<LockedRun> = {}): LockedRun {
  return {
    adapter: { name: "llvmpipe", deno: "2.9.6", description: "llvmpipe here" },
    versions: { tfjs: "4.22.0", kernels: 4 },
    epochs: {
      "fit/frozen/1": { train_loss: 0.5, valid_loss: 0.25 },
      "fit/full/1": { train_loss: 0.4, valid_loss: 0.125 },
    },
    metrics: { error_rate: 0.05 },
    nodes: nodes(),
    settings: { split: sha256("split"), fit: sha256("fit") },
    ...changes,
  };
}

const NAMES = [
  "source",
  "label",
  "split",
  "statistics",
  "input",
  "fit/full/1",
  "predictions",
  "metrics/error_rate",
  "model",
];

/** Hashes of all nodes; of those that are named, other ones. */
export function nodes(...changed: readonly string[]): LockedRun["nodes"] {
  return Object.fromEntries(
    NAMES.map((name) => [
      name,
      sha256(changed.includes(name) ? `other ${name}` : name),
    ]),
  );
}

/** As a lock holds it: keys are sorted. */
export function sorted(run: LockedRun): LockedRun {
  const of = <Value>(held: { readonly [name: string]: Value }) =>
    Object.fromEntries(
      Object.entries(held).sort(([a], [b]) => a < b ? -1 : 1),
    );
  return { ...run, epochs: of(run.epochs), nodes: of(run.nodes) };
}
