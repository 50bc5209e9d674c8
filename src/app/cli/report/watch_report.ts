import { relative } from "node:path";
import type { EventOf } from "../../../flow/events/event.ts";
import { callerFolder } from "../../paths.ts";
import type { WatchEvent, WatchNews } from "../../watch/event.ts";
import { about } from "../../format.ts";
import { joined } from "./plan_lines.ts";
import { TerminalReport } from "./terminal_report.ts";

/** How what is watched is told. */
export interface WatchReportOptions {
  /** What to type to train the pipeline. */
  readonly command: string;
  /** Whether bars can be drawn; not when piped. */
  readonly screen: boolean;
  /** Whether keys are typed; else lines are read. */
  readonly typed: boolean;
  readonly verbose: boolean;
}

/** Names and reasons beyond that are counted. */
const NAMED = 4;

type PlanNews = Extract<WatchNews, { type: "watch.plan" }>;

/** `a, b and 3 more`. */
function some(words: readonly string[]): string {
  const rest = words.length - NAMED;
  const shown = words.slice(0, NAMED).join(", ");
  return rest > 0 ? `${shown} and ${rest} more` : shown;
}

/** What a plan comes to: `fit.epochs 1 -> 3: fit/full/2-3, model run`. */
export function planText({ nodes, seconds }: PlanNews): string {
  const running = nodes.filter(({ state }) => state !== "reuse");
  if (running.length === 0) return "all of it was done before";
  const reasons = [...new Set(running.flatMap(({ reason }) => reason ?? []))]
    // Of what follows from another, that other is the reason.
    .filter((reason, at) => at === 0 || / -> /.test(reason));
  const names = joined(running.map(({ name }) => name));
  const time = seconds === null ? "" : `, ${about(seconds)}`;
  return `${some(reasons)}${reasons.length > 0 ? ": " : ""}${some(names)} ${
    names.length === 1 ? "runs" : "run"
  }${time}`;
}

const UNCHANGED = {
  running: "nothing changes; the training goes on",
  waiting: "nothing changes; it still waits",
  ok: "nothing changes",
  failed: "nothing changes since it failed",
  cancelled: "nothing changes since it was stopped",
} as const;

/** Tells a person what becomes of each save, in a line, and of each run. */
export class WatchReport {
  readonly #options: WatchReportOptions;
  #run: TerminalReport;
  /** Of the events that are shown. */
  #gen = 0;
  #saved = "";
  #listed = false;

  constructor(options: WatchReportOptions) {
    this.#options = options;
    this.#run = this.#report();
  }

  #report(): TerminalReport {
    const { command, screen, verbose } = this.#options;
    return new TerminalReport(command, screen, verbose);
  }

  /** Says that a request to stop was heard. */
  stopping(): void {
    this.#run.stopping();
  }

  /** Shows one event. */
  show({ gen, ...event }: WatchEvent): void {
    if (event.type === "run.start" && gen !== this.#gen) {
      this.#gen = gen;
      // Each run has a table of its own.
      this.#run = this.#report();
    }
    switch (event.type) {
      case "watch.files":
        return this.#files(event.files);
      case "watch.saved":
        this.#saved = event.files.map((file) => relative(callerFolder(), file))
          .join(", ");
        return;
      case "watch.unchanged":
        return this.#tell(UNCHANGED[event.status]);
      case "watch.plan":
        return this.#plan(event);
      case "watch.follows":
        return this.#print("The present training is a part of it: it goes on");
      case "watch.superseded":
        return this.#print("Stopping the present training after this step");
      case "watch.end":
        return;
      case "run.end":
        return this.#end(event);
      default:
        return this.#run.show(event);
    }
  }

  #print(line: string): void {
    this.#run.show({ type: "notice", text: line });
  }

  /** About what was saved, or asked for. */
  #tell(line: string): void {
    const saved = this.#saved === "" ? "" : `${this.#saved} saved: `;
    this.#print(saved + line);
  }

  #files(files: readonly string[]): void {
    if (this.#listed) return;
    this.#listed = true;
    const [first = "", ...others] = files.map((file) =>
      relative(callerFolder(), file)
    );
    const more = others.length === 0
      ? ""
      : ` and what it imports: ${some(others)}`;
    const keys = this.#options.typed
      ? "Enter runs it again, q ends"
      : "a line on standard input runs it again, q ends";
    this.#print(`Watching ${first}${more} (${keys})`);
  }

  #plan(plan: PlanNews): void {
    this.#tell(planText(plan));
    if (!plan.waits) return;
    this.#print(
      this.#options.typed
        ? "Waiting: Enter starts it, q ends"
        : "Waiting: an empty line on standard input starts it, q ends",
    );
  }

  #end(end: EventOf<"run.end">): void {
    if (end.status !== "cancelled") this.#run.show(end);
    else this.#print("Stopped; its state is saved");
  }
}
