/** The page: one run, live or past; or two, side by side. */
import { showBatch } from "./batch.mjs";
import { showComparison } from "./compare.mjs";
import { Curves, epochTable } from "./curves.mjs";
import { el, onChange, tell } from "./dom.mjs";
import { GraphView } from "./graph_view.mjs";
import { drawHead, drawProgress } from "./head.mjs";
import { Link } from "./link.mjs";
import { Log } from "./log.mjs";
import { Runs } from "./runs.mjs";
import { lost, newStory, told } from "./story.mjs";
import { watchNodes, watchText } from "./watching.mjs";

let story = newStory();
let session = { runs: [], current: null, busy: false, watch: null };
let record;
/** The run that is shown. */
let shown;
/** Whether the page goes along with the run that its process is about. */
let follows = true;
let stopping;
let ended;
let due = false;

const graph = new GraphView(el("graph"), el("node-detail"));
const curves = new Curves(el("charts"));
const log = new Log(el("log"));
const runs = new Runs(el("runs"), (picked) => {
  el("compare").disabled = picked.length !== 2;
  el("compare").onclick = () => go(picked);
});
const table = onChange((rows) =>
  el("epochs").replaceChildren(epochTable(rows))
);

const link = new Link({
  session(value) {
    session = value;
    const { current } = session;
    if (follows && current !== null && current !== shown) open(current);
    show();
  },
  run(event, at) {
    told(story, event, at);
    show();
  },
  record(value) {
    record = value;
    show();
  },
  batch: ({ version }) => readBatch(version),
  end({ how }) {
    ended = how;
    if (how === "lost") lost(story);
    show();
  },
  fault: ({ message }) => problem(message),
  missing(message) {
    // It was forgotten, or is of another cache: the list is still to be seen.
    el("line").hidden = true;
    shown = undefined;
    link.follow(undefined);
    problem(message);
    show();
  },
  lost(isLost) {
    el("line").hidden = !isLost;
  },
});

/** Shows a run in the place of the one before. */
function open(run) {
  shown = run;
  story = newStory();
  record = undefined;
  ended = undefined;
  stopping = undefined;
  showBatch(el("batch"), undefined);
  problem("");
  link.follow(run);
}

async function readBatch(version) {
  const run = shown;
  const asked = new URLSearchParams({ run, version: String(version) });
  const response = await fetch(`/batch?${asked}`);
  if (response.ok && run === shown) {
    showBatch(el("batch"), await response.json());
  }
}

function problem(text) {
  el("problem").hidden = text === "";
  tell(el("problem"), text);
}

/** Draws once a frame, whatever comes meanwhile. */
function show() {
  if (due) return;
  due = true;
  requestAnimationFrame(() => {
    due = false;
    draw();
  });
}

function statusNow() {
  const listed = session.runs.find(({ id }) => id === shown)?.status;
  if (story.end) {
    return {
      ok: "ok",
      failed: "failed",
      cancelled: "stopped",
    }[story.end.status];
  }
  if (ended === "lost") {
    return listed === "running" ? "killed" : listed ?? "killed";
  }
  return listed ?? record?.status ?? "running";
}

function draw() {
  runs.show(session.runs, comparing() ? undefined : shown);
  el("none").hidden = session.runs.length > 0;
  el("run").hidden = shown === undefined || comparing();
  el("compared").hidden = !comparing();
  if (shown === undefined) return;
  const status = statusNow();
  drawHead({ story, session, record, shown, status, stopping });
  drawProgress({ story, record, status });
  drawWatch();
  const nodes = [...story.nodes.values()];
  // Of a file that does not load no step is known.
  el("pipeline-card").hidden = nodes.length === 0;
  graph.show(
    session.watch && shown === session.current
      ? watchNodes(nodes, session.watch)
      : nodes,
  );
  drawCurves();
  log.show(story.log);
  // Its place is kept while a batch is still to come.
  el("batch").hidden = !el("batch").classList.contains("full") &&
    status !== "running";
}

/** A run whose events are gone has what is recorded of it. */
function drawCurves() {
  if (story.rows.length === 0 && ended !== undefined && record?.history) {
    for (const row of record.history) told(story, { type: "epoch", ...row });
  }
  curves.show(story);
  // Nobody reads a table that is shut, and it may have thousands of rows.
  if (el("epochs-table").open) table(story.rows);
  const none = story.rows.length + story.points.length === 0;
  el("no-curves").hidden = !none || ended === undefined && !story.end;
  el("charts").hidden = !el("no-curves").hidden;
}

function drawWatch() {
  const text = shown === session.current
    ? watchText(session.watch, statusNow() === "running")
    : undefined;
  el("watch").hidden = text === undefined;
  if (text === undefined) return;
  tell(el("watch-text"), text.text);
  el("watch").classList.toggle("bad", text.bad);
}

const comparing = () => new URLSearchParams(location.search).has("before");

/** Does a deed, and says why where it is not done. */
async function act(deed, run) {
  try {
    problem("");
    await link.ask(deed, run);
    return true;
  } catch (error) {
    problem(error.message);
    return false;
  }
}

el("stop").onclick = async () => {
  stopping = shown;
  show();
  if (!await act("stop", shown)) stopping = undefined;
  show();
};
el("continue").onclick = async () => {
  // What goes on is a run of its own.
  if (await act("continue", shown)) followCurrent();
};

function followCurrent() {
  follows = true;
  if (location.search !== "") history.pushState(null, "", "/");
  show();
}

/** Goes where a link or the list leads. */
function go(picked, push = true) {
  const asked = typeof picked === "string"
    ? { run: picked }
    : { before: picked[1], after: picked[0] };
  if (typeof picked !== "string") {
    // The earlier one is the left one.
    const order = session.runs.map(({ id }) => id);
    [asked.after, asked.before] = [...picked]
      .sort((a, b) => order.indexOf(a) - order.indexOf(b));
  }
  if (push) history.pushState(null, "", `?${new URLSearchParams(asked)}`);
  arrive();
}

/** Shows what the address of the page says. */
function arrive() {
  const asked = new URLSearchParams(location.search);
  const [run, before, after] = ["run", "before", "after"]
    .map((name) => asked.get(name));
  follows = run === null;
  if (before !== null && after !== null) {
    runs.pick([before, after]);
    showComparison(before, after).catch(({ message }) => problem(message));
    if (shown === undefined) link.follow(undefined);
  } else if (run !== null) open(run);
  else if (session.current !== null) open(session.current);
  else link.follow(undefined);
  show();
  scrollTo(0, 0);
}

document.addEventListener("click", (event) => {
  const { run } = event.target.closest?.("a[data-run]")?.dataset ?? {};
  const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (run === undefined || !plain || event.button !== 0) return;
  event.preventDefault();
  go(run);
  if (matchMedia("(max-width: 56rem)").matches) el("run-list").open = false;
});
el("find").oninput = show;
el("home").onclick = (event) => {
  event.preventDefault();
  followCurrent();
  arrive();
};
el("copy").onclick = () =>
  navigator.clipboard?.writeText(record?.command ?? "");
// A small screen has room for the run alone.
el("run-list").open = matchMedia("(min-width: 56.01rem)").matches;
el("epochs-table").ontoggle = show;
addEventListener("popstate", arrive);
setInterval(show, 1000);
arrive();
