import { plainText } from "../../../base/codec/plain_text.ts";
import type { EventOf, RunEnd, RunEvent } from "../../../flow/events/event.ts";
import { rowsAndDecisions } from "../../../flow/events/rows_and_decisions.ts";
import { Bar } from "./bar.ts";
import { engineLines } from "./engine_lines.ts";
import { claimLines } from "./claim_lines.ts";
import { EpochTable } from "./epoch_table.ts";
import { errorLines } from "./error_lines.ts";
import { bytes, duration, figure, share } from "../../format.ts";
import { joined, planLines } from "./plan_lines.ts";
import { Rate } from "./rate.ts";

/** Unreadable items are named up to this number, then counted. */
const NAMED = 10;

/** Why a run is well of which not all is so that is claimed. */
const EXCUSED =
  "A false claim is no failure under --set: it is of what the file gives";

/** Tells a run to a person: plain lines, and a bar where there is a screen. */
export class TerminalReport {
  readonly #command: string;
  readonly #bar: Bar;
  readonly #rate = new Rate();
  readonly #table = new EpochTable();
  readonly #urls = new Set<string>();
  readonly #warned = new Set<string>();
  readonly #verbose: boolean;
  /** Names of nodes by the one whose failure blocked them. */
  readonly #blocked = new Map<string, string[]>();
  #computed = false;
  #unreadable = 0;
  /** The largest share of an epoch; nothing before one is told. */
  #waiting: number | undefined;

  /**
   * @param command what to type to go on
   * @param screen whether bars can be drawn; not when piped
   * @param verbose whether it tells of steps and kernels
   */
  constructor(command: string, screen: boolean, verbose = false) {
    this.#command = command;
    this.#verbose = verbose;
    this.#bar = new Bar(screen);
  }

  #print(...lines: readonly string[]): void {
    this.#bar.clear();
    for (const line of lines) console.log(plainText(line));
  }

  /** Says that a request to stop was heard. */
  stopping(): void {
    this.#print("Stopping after this step; Ctrl-C again stops at once");
  }

  /** Shows one event. */
  show(event: RunEvent): void {
    switch (event.type) {
      case "notice":
        return this.#print(event.text);
      case "knobs":
        return this.#knobs(event);
      case "warning":
        return this.#warn(event);
      case "adapter":
        return this.#print(`Computing on ${event.adapter["description"]}`);
      case "download":
        return this.#download(event);
      case "progress":
        return this.#progress(event);
      case "plan":
        return this.#print(...planLines(event));
      case "batch":
        return this.#batch(event);
      case "epoch":
        return this.#epoch(event);
      case "decision":
        return this.#print(event.text);
      case "engine":
        return this.#engine(event);
      case "unreadable":
        return this.#unread(event);
      case "error":
        this.#bar.clear();
        return errorLines(event).forEach((line) => console.error(line));
      case "run.end":
        return this.#end(event);
      case "node.state":
        return this.#node(event);
      case "run.start":
        return;
    }
  }

  #node(event: EventOf<"node.state">): void {
    if (event.state !== "blocked") return;
    const { node, by } = event;
    this.#blocked.set(by, [...this.#blocked.get(by) ?? [], node]);
  }

  /** Once: an epoch after the other may tell the same in other figures. */
  #warn({ text }: EventOf<"warning">): void {
    const sentence = text.replaceAll(/\d+(\.\d+)?/g, "");
    if (this.#warned.has(sentence)) return;
    this.#warned.add(sentence);
    this.#print(`Warning: ${text}`);
  }

  #knobs({ knobs }: EventOf<"knobs">): void {
    const all = Object.entries(knobs).map(([name, value]) =>
      `${name} ${JSON.stringify(value)}`
    );
    this.#print(`Knobs: ${all.join(", ")}`);
  }

  #download({ url, done, total }: EventOf<"download">): void {
    if (!this.#urls.has(url)) {
      this.#urls.add(url);
      const size = total === undefined ? "" : ` (${bytes(total)})`;
      this.#print(`Downloading ${url}${size}`);
    }
    const pace = this.#rate.of(url, done, total ?? done);
    const speed = pace ? `, ${bytes(pace.perSecond)}/s` : "";
    const left = pace && total !== undefined
      ? `, ${duration(pace.secondsLeft)} left`
      : "";
    const note = `${bytes(done)}${speed}${left}`;
    this.#bar.update("Downloading", done, total ?? done, note);
  }

  #progress({ node, done, total }: EventOf<"progress">): void {
    const title = node === "input" ? "Reading items" : node;
    const pace = this.#rate.of(title, done, total);
    const note = pace
      ? `${figure(pace.perSecond)} items/s  ${duration(pace.secondsLeft)} left`
      : "";
    this.#bar.update(title, done, total, `${done}/${total}  ${note}`);
  }

  #batch(event: EventOf<"batch">): void {
    const { phase, epoch, step, steps, loss } = event;
    const speed = `${figure(event.items_per_second)} items/s`;
    const left = `${duration(event.seconds_left)} left`;
    const note = [`loss ${figure(loss)}`, speed, left].join("  ");
    this.#bar.update(`${phase} ${epoch}`, step, steps, note);
  }

  #epoch(event: EventOf<"epoch">): void {
    const { waiting } = event;
    if (waiting !== undefined) {
      this.#waiting = Math.max(this.#waiting ?? 0, waiting);
    }
    this.#print(...this.#table.lines(event));
  }

  #unread({ item, why }: EventOf<"unreadable">): void {
    this.#unreadable++;
    if (this.#unreadable > NAMED) return;
    this.#print(`Left out: ${why.includes(item) ? why : `${item}: ${why}`}`);
  }

  #engine(event: EventOf<"engine">): void {
    this.#computed = true;
    if (this.#verbose) this.#print("", ...engineLines(event));
  }

  #end(end: RunEnd): void {
    const { status, claims = [] } = end;
    this.#bar.clear();
    if (this.#unreadable > NAMED) {
      this.#print(
        `Left out: ${this.#unreadable} items in all, ${NAMED} are named above`,
      );
    }
    this.#print(
      ...[...this.#blocked].map(([by, names]) =>
        `Not done, since ${by} failed: ${joined(names).join(", ")}`
      ),
    );
    // One whose claims are false has all that others have.
    if (status === "failed" && end.model === null) return;
    if (status === "cancelled") {
      return this.#print(`Stopped. To go on from there: ${this.#command}`);
    }
    if (end.executed.length === 0) {
      this.#print("Nothing to do: every step was done before");
      rowsAndDecisions(end.history, end.decisions ?? [])
        .forEach((event) => this.show(event));
    }
    if (this.#verbose && !this.#computed) {
      this.#print("", "Nothing was computed on the device, so no kernel ran");
    }
    this.#print(
      "",
      ...Object.entries(end.metrics).map(([name, value]) =>
        `${name} ${figure(value)}   (guessing without looking: ${
          figure(end.baseline[name] ?? NaN)
        })`
      ),
      ...claimLines(claims),
      ...status === "ok" && claims.some(({ holds }) => !holds) ? [EXCUSED] : [],
      `Model: ${end.model}`,
      ...this.#waiting === undefined
        ? []
        : [`Waiting for data: ${share(this.#waiting)} of an epoch at most`],
      `${duration(end.seconds)} in all`,
      ...this.#verbose && end.run !== undefined ? [`Run: ${end.run}`] : [],
    );
  }
}
