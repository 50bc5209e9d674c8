import type { NodeTrace } from "../../flow/graph/trace.ts";

/** A node, as far as it tells whether others were made of it. */
type Node = Pick<NodeTrace, "name" | "kind" | "inputs" | "key" | "outHash">;

/** `fit/full/3`: the third epoch of a phase. */
const EPOCH = /^(.*\/)(\d+)$/;

function follows(name: string, next: string | undefined): boolean {
  const [, phase, epoch] = EPOCH.exec(name) ?? [];
  return next === `${phase}${Number(epoch) + 1}`;
}

/**
 * The keys of epochs that a finished run only passed: they are no end of a phase
 * and nothing was made of them. A run removes its own; what is there of them was
 * left by one that was killed.
 *
 * @param nodes in the order of the flow
 */
export function passingEpochs(nodes: readonly Node[]): ReadonlySet<string> {
  const used = new Set(nodes.flatMap(({ inputs }) => Object.values(inputs)));
  const epochs = nodes.filter(({ kind }) => kind === "epoch");
  return new Set(epochs.flatMap(({ name, key, outHash }, at) => {
    const isOnTheWay = follows(name, epochs[at + 1]?.name) &&
      !(outHash !== null && used.has(outHash));
    return key !== null && isOnTheWay ? [key] : [];
  }));
}
