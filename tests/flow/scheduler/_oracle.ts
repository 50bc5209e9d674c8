/**
 * Random graphs of sums, and an oracle that knows by itself what each run of
 * them must compute.
 *
 * @module
 */
import fc from "fast-check";
import type { Computed } from "../../../src/flow/graph/node.ts";
import { sum } from "./_sums.ts";

/** Nodes of a graph. */
export const SIZE = 6;

/** A node reads nodes before it, told by bits, and may come after one. */
export const anyNode = fc.record({
  add: fc.nat(3),
  modulo: fc.integer({ min: 2, max: 4 }),
  reads: fc.nat(2 ** SIZE - 1),
  after: fc.option(fc.nat(SIZE - 1), { nil: undefined }),
  /** It has a key and no result, as the start of training. */
  virtual: fc.nat(9).map((drawn) => drawn === 0),
});

/** What a node is made of, but for its place. */
export type Recipe = (typeof anyNode) extends fc.Arbitrary<infer Node> ? Node
  : never;

/** Recipes by place. */
export type Graph = readonly Recipe[];

function readsOf({ reads }: Recipe, at: number): readonly number[] {
  return Array.from({ length: at }, (_, other) => other)
    .filter((other) => (reads >> other) % 2 === 1);
}

function afterOf({ after }: Recipe, at: number): number | undefined {
  return after !== undefined && after < at ? after : undefined;
}

/** The nodes of a graph, each named by its place. */
export function nodesOf(graph: Graph): readonly Computed[] {
  const nodes: Computed[] = [];
  graph.forEach((recipe, at) => {
    const { add, modulo, virtual } = recipe;
    const inputs = Object.fromEntries(
      readsOf(recipe, at).map((other) => [`in ${other}`, nodes[other]!]),
    );
    const after = afterOf(recipe, at);
    nodes.push({
      ...sum(`${at}`, {
        add,
        modulo,
        inputs,
        ...after === undefined ? {} : { after: nodes[after]! },
      }),
      ...virtual ? { virtual } : {},
    });
  });
  return nodes;
}

/** What becomes of a node: its key if it has a result, or the key that failed. */
export type Outcome =
  | { readonly key: string }
  | { readonly failed: string };

/** One run of a graph, as it must go. */
export class Generation {
  readonly #graph: Graph;
  readonly #stored: Set<string>;
  readonly #fails: number | undefined;
  readonly #failures = new Set<string>();
  /** Keys of what is executed, in the order of the oracle's own asking. */
  readonly executed = new Set<string>();

  /**
   * @param stored keys of what has a result; those that are made are added
   * @param fails nodes that add this much fail
   */
  constructor(graph: Graph, stored: Set<string>, fails: number | undefined) {
    this.#graph = graph;
    this.#stored = stored;
    this.#fails = fails;
  }

  #recipe(at: number): Recipe {
    const recipe = this.#graph[at];
    if (recipe === undefined) throw new RangeError(`There is no node ${at}`);
    return recipe;
  }

  /** The value of a node, computed from nothing but recipes. */
  value(at: number): number {
    const recipe = this.#recipe(at);
    const after = afterOf(recipe, at);
    const from = [...readsOf(recipe, at), ...after === undefined ? [] : [after]]
      .filter((other) => !this.#recipe(other).virtual);
    const total = from.reduce(
      (sum, other) => sum + this.value(other),
      recipe.add,
    );
    return total % recipe.modulo;
  }

  /** The key of a node, after what it is made of is there. */
  key(at: number): Outcome {
    const recipe = this.#recipe(at);
    const after = afterOf(recipe, at);
    const before = after === undefined ? { key: "" } : this.key(after);
    if ("failed" in before) return before;
    const parts: unknown[] = [recipe.add, recipe.modulo, before.key];
    for (const other of readsOf(recipe, at)) {
      const { virtual } = this.#recipe(other);
      const input = virtual ? this.key(other) : this.resolve(other);
      if ("failed" in input) return input;
      parts.push([other, virtual ? input.key : this.value(other)]);
    }
    return { key: JSON.stringify(parts) };
  }

  /** What asking for a node comes to. */
  resolve(at: number): Outcome {
    const own = this.key(at);
    if ("failed" in own) return own;
    const { key } = own;
    if (this.#failures.has(key)) return { failed: key };
    if (this.#stored.has(key)) return own;
    const recipe = this.#recipe(at);
    const after = afterOf(recipe, at);
    if (after !== undefined && !this.#recipe(after).virtual) {
      const before = this.resolve(after);
      if ("failed" in before) return before;
    }
    this.executed.add(key);
    if (recipe.add === this.#fails) {
      this.#failures.add(key);
      return { failed: key };
    }
    this.#stored.add(key);
    return own;
  }
}
