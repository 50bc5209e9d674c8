import { changeText } from "../pipeline/change_text.ts";
import { type Change, changesIn } from "../pipeline/changes.ts";
import { isObject } from "../pipeline/nested.ts";
import type { Json } from "../kinds/json.ts";
import type { NodeTrace } from "./trace.ts";

/** Where in a pipeline the params of a node stand, by the node's kind. */
const PLACES: ReadonlyMap<string, string> = new Map([
  ["source", "source"],
  ["split", "split"],
  ["statistics", "input"],
  ["input", "input"],
]);

/** Params of a node that are no values to be read, or bear another name. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ["weights", "weights changed"],
  ["vocabulary", "classes changed"],
  ["clip", "clipping of gradients changed"],
  ["accumulate", "gathering of gradients changed"],
  ["watched", "metrics that callbacks watch changed"],
]);

/** Keys of a pipeline: what else stands beside them belongs to its fit. */
const STAGES: ReadonlySet<string> = new Set([
  "architecture",
  "loss",
  "transforms",
]);

/** What of the network, its training or its views is another. */
function memberReasons(
  name: string,
  before: Json | undefined,
  after: Json | undefined,
): readonly string[] {
  const path = name === "numerics"
    ? ""
    : name === "columns"
    ? "columns of the output"
    : name === "augmentation"
    ? "transforms.testTimeAugmentation"
    : STAGES.has(name)
    ? name
    : `fit.${name}`;
  const changes = changesIn(path, before, after);
  const words = WORDS.get(name);
  return words && changes.length > 0 ? [words] : changes.map(changeText);
}

/** Whether a change is one of a schedule's course, not of its every step. */
function ofSchedule({ path }: Change): boolean {
  return path === "fit" || path.startsWith("fit.");
}

/** What an epoch does otherwise than it did. */
function epochReasons(
  { name, params }: NodeTrace,
  before: Json,
  changes: readonly Change[],
): readonly string[] {
  const what = new Set(
    changesIn("", before, params).map(({ path }) => path),
  );
  const epoch = `epoch ${name.slice(name.lastIndexOf("/") + 1)}`;
  if (what.has("firstTrainable") || what.has("freezesNorms")) {
    return [`frozen layers of ${epoch} changed`];
  }
  if (what.has("settings")) {
    const causes = changes.filter(ofSchedule);
    const momentum = causes.length > 0 &&
      causes.every(({ path }) => path.toLowerCase().includes("momentum"));
    const cause = causes.length === 0
      ? ""
      : ` (${causes.map(changeText).join(", ")})`;
    return [
      `${momentum ? "momentum" : "learning rate"} of ${epoch} changed${cause}`,
    ];
  }
  return what.size === 0 ? [] : [`the phase of ${epoch} begins elsewhere`];
}

/**
 * What differs in the params of a node, in words: `input.size 224 -> 128`.
 *
 * @param changes what the whole pipeline differs in
 */
export function paramReasons(
  node: NodeTrace,
  before: Json,
  changes: readonly Change[],
): readonly string[] {
  const { kind, params } = node;
  if (kind === "epoch") return epochReasons(node, before, changes);
  const place = PLACES.get(kind);
  if (place !== undefined) return texts(place, before, params);
  if (!isObject(before) || !isObject(params)) return texts("", before, params);
  if (kind === "metric") {
    return texts(`metrics.${String(params["op"])}`, before, params);
  }
  const names = new Set([...Object.keys(before), ...Object.keys(params)]);
  return [...names].flatMap((name) =>
    name === "description"
      ? texts("", before[name], params[name])
      : memberReasons(name, before[name], params[name])
  );
}

function texts(
  path: string,
  before: Json | undefined,
  after: Json | undefined,
): readonly string[] {
  return changesIn(path, before, after).map(changeText);
}
