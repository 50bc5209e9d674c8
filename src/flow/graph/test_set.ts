/**
 * The sealed side of the graph: what only `evaluate --test` asks for.
 *
 *     epoch ─ … ─ epoch ─── predictions/test ─── metrics/test
 *     labels, set (test) ──┘
 *
 * @module
 */
import { hashOf } from "../../base/codec/sha256.ts";
import { judgedBy } from "./along.ts";
import { type Front, itemContent, itemsOf } from "./front.ts";
import type { LearnGraph } from "./learning.ts";
import type { Computed, Given } from "./node.ts";
import { encodeLabel } from "./targets.ts";

/** Raise when an executor may write other bytes from the same parts. */
const VERSIONS = { testPredictions: 1, testAugmented: 1 };

/** The nodes that judge by the test set. */
export type TestGraph = Pick<
  LearnGraph,
  "predictions" | "augmented" | "metrics"
>;

/**
 * The hash of a test set: of its items and labels, in whatever order. Two
 * pipelines that keep the same items have one test set.
 */
export function testSetHash(front: Front): string {
  const labels = new Map(
    front.items.map(({ id }, at) => [id, front.labels[at] ?? null]),
  );
  const ids = [...front.sets.test].sort();
  return hashOf(
    itemsOf(front, ids).map((item) => [
      itemContent(item),
      labels.get(item.id) ?? null,
    ]),
  );
}

/** The test set and what is true of it, as the nodes below read it. */
function truth({ items, labels, sets }: Front, graph: LearnGraph): Given {
  const { vocabulary } = graph;
  const labelOf = new Map(items.map(({ id }, at) => [id, labels[at] ?? ""]));
  return {
    given: hashOf(
      sets.test.map((id) => [
        id,
        encodeLabel(vocabulary, { id, label: labelOf.get(id) ?? "" }),
      ]),
    ),
  };
}

/**
 * Nodes from a trained model and the test set to metrics.
 *
 * @param front without the items that could not be read
 * @param graph along the course that training took
 * @throws {PipelineError} when a label of the test set is none that the
 * training set has
 */
export function testGraph(front: Front, graph: LearnGraph): TestGraph {
  const test = truth(front, graph);
  const asked = (
    { inputs: { valid: _valid, ...inputs }, ...node }: Computed,
    kind: keyof typeof VERSIONS,
  ): Computed => ({
    ...node,
    name: node.name.replace("predictions", "predictions/test"),
    kind,
    version: VERSIONS[kind],
    inputs: { ...inputs, test },
  });
  const predictions = asked(graph.predictions, "testPredictions");
  const augmented = graph.augmented && asked(graph.augmented, "testAugmented");
  const metrics = [...judgedBy(graph, { predictions, augmented })].map((
    [name, node],
  ) => [name, { ...node, name: `metrics/test/${name}` }] as const);
  return { predictions, augmented, metrics: new Map(metrics) };
}
