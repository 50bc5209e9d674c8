/** What becomes of saved files, while a pipeline is watched. */
import { duration } from "./text.mjs";

const UNCHANGED = {
  running: "nothing changes; the training goes on",
  waiting: "nothing changes; it still waits",
  ok: "nothing changes",
  failed: "nothing changes since it failed",
  cancelled: "nothing changes since it was stopped",
};

const nameOf = (path) => path.split(/[\\/]/).at(-1);

/**
 * In a sentence; nothing where nothing is watched.
 *
 * @param isRunning whether the run goes on that came of the latest save
 */
export function watchText(watch, isRunning = false) {
  if (!watch) return undefined;
  const { files, saved, news } = watch;
  const names = saved.map(nameOf).join(", ");
  const what = names === "" ? "" : `${names} saved: `;
  const type = news?.type;
  if (saved.length === 0 && type !== "error" && type !== "watch.unchanged") {
    const [first = "", ...others] = files.map(nameOf);
    const more = others.length === 0 ? "" : ` and ${others.length} more`;
    return { text: `Watching ${first}${more}`, bad: false };
  }
  if (news === null) return { text: `${what}it is read`, bad: false };
  if (type === "run.start") {
    const goes = isRunning ? "the training goes by it" : "this run is of it";
    return { text: what + goes, bad: false };
  }
  if (type === "error") {
    return { text: `${what}${news.message}`, bad: true };
  }
  if (type === "watch.unchanged") {
    return { text: what + UNCHANGED[news.status], bad: false };
  }
  const running = news.nodes.filter(({ state }) => state !== "reuse");
  const time = news.seconds === null ? "" : `, about ${duration(news.seconds)}`;
  const runs = running.length === 0
    ? "all of it was done before"
    : `${running.length} of ${news.nodes.length} nodes run${time}`;
  return {
    text: `${what}${runs}${news.waits ? "; it waits to be started" : ""}`,
    bad: false,
  };
}

/** The nodes of a run as a plan sees them that is to come after it. */
export function watchNodes(nodes, { news }) {
  if (news?.type !== "watch.plan") return nodes;
  const known = new Map(nodes.map((node) => [node.name, node]));
  return news.nodes.map(({ name, state, reason, from, seconds }) => ({
    ...known.get(name)?.state === "running" && state !== "reuse"
      ? { state: "running" }
      : { state: state === "reuse" ? "reused" : "stale" },
    name,
    ...reason === undefined ? {} : { reason },
    ...from === undefined ? {} : { from },
    ...seconds === null ? {} : { expected: seconds },
  }));
}
