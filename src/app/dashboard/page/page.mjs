/** The page: one run, live or past; or two, side by side. */
import { showBatch } from "./batch.mjs";
import { showComparison } from "./compare.mjs";
import { Curves, epochTable } from "./curves.mjs";
import { el, onChange, tell } from "./dom.mjs";
import { GraphView } from "./graph_view.mjs";
import { Link } from "./link.mjs";
import { Log } from "./log.mjs";
import { Runs } from "./runs.mjs";
import { epochsOf, lost, newStory, shareOf, told } from "./story.mjs";
import { ago, duration, figure, rateText, when, words } from "./text.mjs";
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

const STATUS = {
  ok: "Done",
  failed: "Failed",
  stopped: "Stopped",
  running: "Running",
  killed: "Killed",
};

function draw() {
  runs.show(session.runs, comparing() ? undefined : shown);
  el("none").hidden = session.runs.length > 0;
  el("run").hidden = shown === undefined || comparing();
  el("compared").hidden = !comparing();
  if (shown === undefined) return;
  const status = statusNow();
  drawHead(status);
  drawProgress(status);
  drawWatch();
  const nodes = [...story.nodes.values()];
  graph.show(
    session.watch && shown === session.current
      ? watchNodes(nodes, session.watch)
      : nodes,
  );
  drawCurves();
  log.show(story.log);
}

/** A run whose events are gone has what is recorded of it. */
function drawCurves() {
  if (story.rows.length === 0 && ended !== undefined && record?.history) {
    for (const row of record.history) told(story, { type: "epoch", ...row });
  }
  curves.show(story);
  table(story.rows);
  el("no-curves").hidden = story.rows.length + story.points.length > 0;
}

function drawHead(status) {
  const running = status === "running";
  const name = record?.pipeline ?? story.pipeline;
  document.title = name ? `${name}: ${STATUS[status].toLowerCase()}` : "Leat";
  tell(el("pipeline"), name);
  el("status").className = `pill ${status}`;
  tell(el("status"), STATUS[status]);
  if (record) {
    tell(el("short"), record.id.slice(record.id.lastIndexOf("-") + 1));
    tell(
      el("began"),
      `${when(record.started)}, ${ago(record.started, Date.now())}`,
    );
    const settings = record.settings.map(({ path, value }) =>
      `${path}=${typeof value === "string" ? value : JSON.stringify(value)}`
    );
    const knobs = Object.entries(story.knobs)
      .map(([knob, value]) => `${knob} ${JSON.stringify(value)}`);
    const words = [...settings, ...record.flags ?? [], ...knobs];
    tell(el("settings"), words.join("   "));
    tell(el("command"), record.command);
  }
  el("stop").hidden = !running;
  el("stop").disabled = stopping === shown;
  tell(el("stop"), stopping === shown ? "Stopping…" : "Stop");
  const waits = session.watch?.news?.type === "watch.plan" &&
    session.watch.news.waits && shown === session.current;
  const again = ["stopped", "killed", "failed"].includes(status) &&
    record !== undefined && record.refuses === null && !session.busy;
  el("continue").hidden = !waits && !again;
  tell(
    el("continue"),
    waits ? "Start it" : status === "failed" ? "Try again" : "Continue",
  );
  const { error } = story;
  el("failure").hidden = !error;
  if (error) {
    tell(el("failure-text"), error.message);
    tell(el("failure-remedy"), error.remedy ?? "");
  }
}

function drawProgress(status) {
  const { batch, progress, end } = story;
  const running = status === "running";
  const share = progress && running
    ? progress.done / (progress.total ?? progress.done)
    : shareOf(story);
  const bar = el("bar");
  if (share === undefined && running) bar.removeAttribute("value");
  else bar.value = share ?? 0;
  const last = story.rows.findLast((row) => row);
  const total = epochsOf(story);
  const doing = [...story.nodes.values()].find(({ state }) =>
    state === "running"
  )?.name;
  const what = progress && running
    ? `${progress.title}: ${progress.done}${
      progress.total ? ` of ${progress.total}` : ""
    }`
    : running && batch && doing?.startsWith("fit/")
    ? `${batch.phase} ${batch.epoch}, step ${batch.step} of ${batch.steps}`
    : running
    ? doing ? `Working on ${doing.replaceAll("/", " ")}` : "Beginning"
    : status === "ok"
    ? end?.executed.length === 0
      ? "Nothing to do: every step was done before"
      : "All of it is done"
    : status === "stopped"
    ? "Stopped; its state is saved"
    : status === "killed"
    ? "Its process was killed; what it saved is kept"
    : "It failed";
  tell(el("doing"), what);
  const known = running && batch;
  const stat = (id, text) => tell(el(id), text || "–");
  stat("stat-epoch", total > 0 ? `${story.rows.length} of ${total}` : "");
  stat(
    "stat-loss",
    figureOr(running || !last ? batch?.loss : last.train_loss),
  );
  stat("stat-valid", figureOr(last?.valid_loss));
  const [metric] = Object.entries(end?.metrics ?? last?.metrics ?? {});
  tell(el("stat-metric-name"), metric ? words(metric[0]) : "metric");
  stat("stat-metric", metric ? figure(metric[1]) : "");
  stat("stat-rate", known ? rateText(batch.learning_rate ?? 0) : "");
  stat("stat-speed", batch ? speedText(batch.items_per_second) : "");
  stat("stat-left", known ? duration(batch.seconds_left) : "");
  stat("stat-time", end ? duration(end.seconds) : elapsed(running));
}

const figureOr = (value) => value === undefined ? "" : figure(value);

function speedText(perSecond) {
  if (!Number.isFinite(perSecond)) return "";
  return perSecond >= 100
    ? String(Math.round(perSecond))
    : perSecond.toFixed(1);
}

function elapsed(running) {
  if (!running || !record) return "";
  return duration(
    Math.max(0, (Date.now() - Date.parse(record.started)) / 1000),
  );
}

function drawWatch() {
  const text = shown === session.current ? watchText(session.watch) : undefined;
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
el("home").onclick = (event) => {
  event.preventDefault();
  followCurrent();
  arrive();
};
el("copy").onclick = () =>
  navigator.clipboard?.writeText(record?.command ?? "");
// A small screen has room for the run alone.
el("run-list").open = matchMedia("(min-width: 56.01rem)").matches;
addEventListener("popstate", arrive);
setInterval(show, 1000);
arrive();
