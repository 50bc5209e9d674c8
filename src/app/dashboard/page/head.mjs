/** The head of the page: what a run is, and how far. */
import { el, tell } from "./dom.mjs";
import { epochsOf, phasesOf, shareOf } from "./story.mjs";
import { ago, duration, figure, rateText, when, words } from "./text.mjs";

const STATUS = {
  ok: "Done",
  failed: "Failed",
  stopped: "Stopped",
  running: "Running",
  killed: "Killed",
};

/** What a run is, how it went, and what can be done about it. */
export function drawHead(
  { story, session, record, shown, status, stopping },
) {
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

/** How far a run is, in a line, a bar and some figures. */
export function drawProgress({ story, record, status }) {
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
    ? doing
      ? `Working on ${doing.replaceAll("/", " ")}`
      : last
      ? "Going on"
      : "Beginning"
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
  // One that came to no good end is known by its last epoch.
  const metrics = status === "ok" ? end?.metrics : undefined;
  const [metric] = Object.entries(metrics ?? last?.metrics ?? {});
  tell(el("stat-metric-name"), metric ? words(metric[0]) : "metric");
  stat("stat-metric", metric ? figure(metric[1]) : "");
  stat("stat-rate", known ? rateText(batch.learning_rate ?? 0) : "");
  stat("stat-speed", batch ? speedText(batch.items_per_second) : "");
  stat("stat-left", known ? leftText(story) : "");
  stat("stat-time", end ? duration(end.seconds) : elapsed(running, record));
}

/** A phase to come may be slower: more of the network learns in it. */
function leftText(story) {
  const { phase, seconds_left } = story.batch;
  const isLast = phasesOf(story).at(-1)?.phase === phase;
  return `${isLast ? "" : "over "}${duration(seconds_left)}`;
}

const figureOr = (value) => value === undefined ? "" : figure(value);

function speedText(perSecond) {
  if (!Number.isFinite(perSecond)) return "";
  return perSecond >= 100
    ? String(Math.round(perSecond))
    : perSecond.toFixed(1);
}

function elapsed(running, record) {
  if (!running || !record) return "";
  return duration(
    Math.max(0, (Date.now() - Date.parse(record.started)) / 1000),
  );
}
