/**
 * What the events of a run tell, put together: the same for a run that goes on
 * and for one that ended long ago.
 *
 * @module
 */

import { figure } from "./text.mjs";

/** What is done before there is a plan, which leaves it out. */
const BEFORE_PLAN = ["source", "label", "split", "statistics", "input"];

/** What is told of nothing yet: it may come to anything. */
const OPEN = ["pending", "stale", "reused"];

/** More lines of the log than that are not kept. */
const LINES = 2000;

/** More points of a curve within epochs than that are thinned. */
const POINTS = 4000;

/**
 * A run of which nothing was told yet.
 *
 * @returns {any} what events put together
 */
export function newStory() {
  return {
    /** Events so far. */
    count: 0,
    pipeline: "",
    knobs: {},
    /** By name: `{ name, state, reason, from, expected, seconds, by }`. */
    nodes: new Map(),
    /** The places of epochs among all of the run, from 0, by node name. */
    places: new Map(),
    rows: [],
    /** Within epochs: `{ x, loss, rate }`, x in epochs from the run's first. */
    points: [],
    /** The latest event of its kind; nothing before. */
    batch: undefined,
    progress: undefined,
    adapter: undefined,
    log: [],
    error: undefined,
    end: undefined,
  };
}

/** The node of that name, which may be new. */
function nodeOf(story, name) {
  const node = story.nodes.get(name) ?? { name, state: "pending" };
  story.nodes.set(name, node);
  return node;
}

function log(story, kind, text, remedy) {
  const before = story.log.at(-1);
  // An epoch after the other may tell the same in other figures.
  const plain = (each) => each?.replaceAll(/\d+(\.\d+)?/g, "");
  if (before?.kind === kind && plain(before.text) === plain(text)) {
    Object.assign(before, { text, times: (before.times ?? 1) + 1 });
    return;
  }
  story.log.push({ kind, text, ...remedy ? { remedy } : {} });
  if (story.log.length > LINES) story.log.shift();
}

function placeOf(story, { phase, epoch }) {
  const name = `fit/${phase}/${epoch}`;
  const known = story.places.get(name);
  if (known !== undefined) return known;
  story.places.set(name, story.places.size);
  return story.places.size - 1;
}

function addRow(story, row) {
  const at = placeOf(story, row);
  story.rows[at] = { ...row, at };
}

function addPoint(story, event) {
  const x = placeOf(story, event) + event.step / event.steps;
  // One that goes on tells of no step twice, but who knows.
  while (story.points.length > 0 && story.points.at(-1).x >= x) {
    story.points.pop();
  }
  const { loss, learning_rate: rate } = event;
  story.points.push({ x, loss, rate });
  if (story.points.length > POINTS) {
    story.points = story.points.filter((_, at) => at % 2 === 1);
  }
}

/** Takes what will become of nodes, as far as that is known. */
function outlook(story, { nodes }) {
  for (const { name, state, reason, from, seconds } of nodes) {
    const [, phase, epoch] = /^fit\/(.*)\/(\d+)$/.exec(name) ?? [];
    if (phase !== undefined) placeOf(story, { phase, epoch });
    const node = nodeOf(story, name);
    if (state === undefined) continue;
    Object.assign(node, { reason, from, expected: seconds });
    // What is under way or done is told by itself; why is told here.
    if (!OPEN.includes(node.state)) continue;
    node.state = state === "reuse" ? "reused" : "stale";
  }
}

function plan(story, { nodes, notes = [] }) {
  const planned = new Set([...nodes.map(({ name }) => name), ...BEFORE_PLAN]);
  // Before there was a plan, there may have been others in sight.
  story.places.clear();
  for (const [name, { state }] of story.nodes) {
    if (OPEN.includes(state) && !planned.has(name)) story.nodes.delete(name);
  }
  outlook(story, { nodes });
  for (const note of notes) log(story, "notice", note);
}

function nodeState(story, { node: name, state, seconds, by }) {
  const node = nodeOf(story, name);
  if (state === "running") story.progress = undefined;
  node.state = state === "cancelled" ? "stopped" : state;
  if (seconds !== undefined) node.seconds = seconds;
  if (by !== undefined) node.by = by;
}

/** What of all nodes is so in the end. */
function settle(story, state) {
  const nodes = [...story.nodes.values()];
  const by = nodes.find((node) => node.state === "failed")?.name;
  for (const node of nodes) {
    if (node.state === "running") node.state = state;
    else if (!["pending", "stale"].includes(node.state)) continue;
    else if (by !== undefined) Object.assign(node, { state: "blocked", by });
    else if (node.state === "pending") node.state = "unreached";
  }
  story.progress = undefined;
}

function ended(story, end) {
  story.end = end;
  const { status, executed, reused } = end;
  settle(story, { ok: "done", failed: "failed", cancelled: "stopped" }[status]);
  for (const name of executed) nodeOf(story, name).state = "done";
  for (const name of reused) nodeOf(story, name).state = "reused";
  if (status === "ok") {
    // What was planned and not needed, as epochs after training stopped early.
    const did = new Set([...executed, ...reused]);
    for (const name of story.nodes.keys()) {
      if (!did.has(name)) story.nodes.delete(name);
    }
  }
  // Where nothing was left to do, this is all that tells of it.
  if (end.history.length > 0) {
    story.rows = [];
    for (const row of end.history) addRow(story, row);
  }
  if (end.adapter) story.adapter = end.adapter;
  for (const { text, holds, value } of end.claims ?? []) {
    log(
      story,
      holds ? "notice" : "warning",
      `Claim ${text}: ${holds ? "holds" : "does not hold"} (${figure(value)})`,
    );
  }
}

const TELL = {
  "run.start": (story, { pipeline }) => {
    story.pipeline = pipeline;
  },
  knobs: (story, { knobs }) => {
    story.knobs = knobs;
  },
  notice: (story, { text }) => log(story, "notice", text),
  warning: (story, { text }) => log(story, "warning", text),
  decision: (story, { text }) => log(story, "decision", text),
  unreadable: (story, { item, why }) =>
    log(
      story,
      "warning",
      `Left out: ${why.includes(item) ? why : `${item}: ${why}`}`,
    ),
  download: (story, { url, done, total }) => {
    story.progress = { title: `Downloading ${url}`, done, total };
  },
  progress: (story, { node, done, total }) => {
    const title = node === "input" ? "Reading items" : node;
    story.progress = done < total ? { title, done, total } : undefined;
  },
  adapter: (story, { adapter }) => {
    story.adapter = adapter;
    log(story, "notice", `Computing on ${adapter.description ?? adapter.name}`);
  },
  outlook,
  plan,
  "node.state": nodeState,
  batch: (story, event) => {
    story.progress = undefined;
    story.batch = event;
    addPoint(story, event);
  },
  epoch: (story, { type: _type, ...row }) => addRow(story, row),
  error: (story, event) => {
    story.error ??= event;
    if (event.node !== undefined) nodeOf(story, event.node).state = "failed";
    log(story, "error", event.message, event.remedy);
  },
  "run.end": ended,
};

/**
 * Takes the next event of a run.
 *
 * @param index its number; one that was told before is left out
 */
export function told(story, event, index = story.count) {
  if (index < story.count) return;
  story.count = index + 1;
  if (Object.hasOwn(TELL, event.type)) TELL[event.type](story, event);
}

/** The process of a run is gone without a word. */
export function lost(story) {
  if (story.end === undefined) settle(story, "killed");
}

/** Epochs of the run, as planned and as far as they are known. */
export function epochsOf({ places }) {
  return places.size;
}

/** Where each phase begins, by the names of its epochs. */
export function phasesOf({ places }) {
  const phases = [];
  for (const [name, at] of places) {
    const phase = name.slice("fit/".length, name.lastIndexOf("/"));
    if (phases.at(-1)?.phase !== phase) phases.push({ phase, at });
  }
  return phases;
}

/** How much of all training is done, from 0 to 1; nothing where not known. */
export function shareOf(story) {
  const total = epochsOf(story);
  if (story.end?.status === "ok") return 1;
  if (total === 0) return undefined;
  const within = story.points.at(-1)?.x ?? 0;
  return Math.min(1, Math.max(within, story.rows.length) / total);
}
