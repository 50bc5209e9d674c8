import { cycle, nodeTwice, unknownInput } from "../../base/errors/graph.ts";
import type { Computed } from "./node.ts";

function isNode(value: unknown): value is Computed {
  return typeof value === "object" && value !== null && "name" in value &&
    typeof value.name === "string" && "inputs" in value &&
    typeof value.inputs === "object" && value.inputs !== null;
}

function isGiven(value: unknown): boolean {
  return typeof value === "object" && value !== null && "given" in value &&
    typeof value.given === "string";
}

/** The nodes that a node needs. */
function needsOf({ name, inputs, after }: Computed): readonly Computed[] {
  const needs: Computed[] = [];
  for (const [input, value] of Object.entries(inputs)) {
    if (isNode(value)) needs.push(value);
    else if (!isGiven(value)) throw unknownInput(name, input);
  }
  if (after === undefined) return needs;
  if (!isNode(after)) throw unknownInput(name, "after");
  return [...needs, after];
}

/** A node on the way down, and which of what it needs is next. */
interface Step {
  readonly node: Computed;
  readonly needs: readonly Computed[];
  next: number;
}

/**
 * Checks a node and all that it needs, each node once. By a loop, since a chain
 * of epochs is longer than the stack.
 *
 * @param checked nodes that are in order; those of this graph are added
 * @throws {RangeError} when a node depends on itself, with the path, or two
 * nodes have one name
 * @throws {TypeError} when an input is no node
 */
export function checkGraph(root: Computed, checked: WeakSet<Computed>): void {
  if (checked.has(root)) return;
  const names = new Map<string, Computed>();
  const below = new Set<Computed>();
  const seen = new Set<Computed>();
  const way: Step[] = [];
  const enter = (node: Computed) => {
    if (checked.has(node) || seen.has(node)) return;
    if (below.has(node)) {
      const from = way.findIndex((step) => step.node === node);
      const round = way.slice(from).map((step) => step.node.name);
      throw cycle([...round, node.name]);
    }
    if ((names.get(node.name) ?? node) !== node) throw nodeTwice(node.name);
    names.set(node.name, node);
    below.add(node);
    way.push({ node, needs: needsOf(node), next: 0 });
  };
  enter(root);
  for (let step = way.at(-1); step; step = way.at(-1)) {
    const need = step.needs[step.next++];
    if (need !== undefined) {
      enter(need);
      continue;
    }
    way.pop();
    below.delete(step.node);
    seen.add(step.node);
  }
  for (const node of seen) checked.add(node);
}
