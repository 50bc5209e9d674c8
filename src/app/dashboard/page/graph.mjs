/**
 * The nodes of a run as a graph to be drawn: epochs of a phase are one node,
 * and who reads whom is what src/flow/graph/learning.ts builds.
 *
 *     source ─ label ─ split ─ statistics ─ input ─ frozen ─ full ─┬ predictions ─ metrics
 *                                                                  └ model
 *
 * @module
 */

/** Nodes behind one other beyond that are drawn as one. */
const MOST = 8;

/** The phase of the node of an epoch; nothing of others. */
function phaseOf(name) {
  return /^fit\/(.*)\/\d+$/.exec(name)?.[1];
}

/** What all of some nodes come to: the most urgent of their states. */
function stateOf(members) {
  const states = new Set(members.map(({ state }) => state));
  for (
    const state of ["failed", "running", "killed", "stopped", "blocked"]
  ) if (states.has(state)) return state;
  for (const state of ["stale", "pending", "unreached"]) {
    if (states.has(state)) return state;
  }
  return states.has("done") ? "done" : "reused";
}

function grouped(id, title, members) {
  const seconds = members.flatMap(({ seconds }) => seconds ?? []);
  const waits = members.filter(({ state }) => state !== "reused");
  const reasons = waits.flatMap(({ reason }) => reason ?? []);
  return {
    id,
    title,
    state: stateOf(members),
    // That nothing is recorded is the least that can be said.
    reason: reasons.find((each) => each !== "no record") ?? reasons[0],
    from: waits[0]?.from,
    by: members.find(({ by }) => by !== undefined)?.by,
    seconds: seconds.length === 0
      ? undefined
      : seconds.reduce((sum, each) => sum + each, 0),
    done: members.filter(({ state }) => state === "done" || state === "reused")
      .length,
    total: members.length,
    members: members.map(({ name }) => name),
  };
}

/** The id of the node that a name is drawn in. */
function idOf(name) {
  const phase = phaseOf(name);
  return phase === undefined ? name : `fit/${phase}`;
}

function titleOf(id) {
  const [first, ...rest] = id.split("/");
  if (rest.length > 0 && (first === "fit" || first === "metrics")) {
    return rest.join(" ").replaceAll("_", " ");
  }
  return id === "predictions/tta" ? "varied predictions" : id;
}

/** Whether it is a phase, or all of them while no plan tells them apart. */
function isFit(id) {
  return id === "fit" || id.startsWith("fit/");
}

const ORDER = ["source", "label", "split", "statistics", "input"];

function rank(id) {
  const at = ORDER.indexOf(id);
  if (at >= 0) return at;
  if (isFit(id)) return ORDER.length;
  if (id.startsWith("predictions")) return ORDER.length + 1;
  return ORDER.length + (id === "model" ? 3 : 2);
}

/** Whom a node reads, of those that there are. */
function readsOf(id, ids) {
  const chain = ids.filter((each) => ORDER.includes(each) || isFit(each));
  const at = chain.indexOf(id);
  if (at > 0) return [chain[at - 1]];
  if (at === 0) return [];
  const last = chain.at(-1);
  if (!id.startsWith("metrics/")) return last === undefined ? [] : [last];
  const varied = /(^|[/_])tta$/.test(id) && ids.includes("predictions/tta");
  const from = varied ? "predictions/tta" : "predictions";
  return ids.includes(from) ? [from] : last === undefined ? [] : [last];
}

/**
 * What is drawn of the nodes of a run.
 *
 * @param nodes `{ name, state, … }`, in any order
 * @returns nodes in the order of the flow, and pairs of ids
 */
export function graphOf(nodes) {
  const groups = new Map();
  for (const node of nodes) {
    const id = idOf(node.name);
    const group = groups.get(id);
    if (group === undefined) groups.set(id, [node]);
    else group.push(node);
  }
  const ids = [...groups.keys()]
    .map((id, at) => [id, rank(id), at])
    .sort(([, a, before], [, b, after]) => a - b || before - after)
    .map(([id]) => id);
  const drawn = [];
  const edges = [];
  const behind = new Map();
  for (const id of ids) {
    const [from] = readsOf(id, ids);
    if (id.startsWith("metrics/")) {
      behind.set(from, [...behind.get(from) ?? [], id]);
      continue;
    }
    drawn.push(grouped(id, titleOf(id), groups.get(id)));
    if (from !== undefined) edges.push([from, id]);
  }
  for (const [from, metrics] of behind) {
    const alone = metrics.length > MOST ? metrics.slice(0, MOST - 1) : metrics;
    for (const id of alone) {
      drawn.push(grouped(id, titleOf(id), groups.get(id)));
      if (from !== undefined) edges.push([from, id]);
    }
    const rest = metrics.slice(alone.length);
    if (rest.length === 0) continue;
    const id = `${from}/more`;
    const members = rest.flatMap((each) => groups.get(each));
    drawn.push(grouped(id, `${rest.length} more metrics`, members));
    if (from !== undefined) edges.push([from, id]);
  }
  return { nodes: drawn, edges };
}

/** Columns of ids from left to right: each right of all that it reads. */
export function columnsOf({ nodes, edges }) {
  const depth = new Map(nodes.map(({ id }) => [id, 0]));
  // In the order of the flow, whom a node reads comes before it.
  for (const { id } of nodes) {
    for (const [from, to] of edges) {
      if (to !== id) continue;
      depth.set(id, Math.max(depth.get(id), (depth.get(from) ?? 0) + 1));
    }
  }
  const columns = [];
  for (const { id } of nodes) {
    const at = depth.get(id);
    columns[at] = [...columns[at] ?? [], id];
  }
  return columns;
}
