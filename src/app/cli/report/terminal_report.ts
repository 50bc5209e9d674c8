import type { RunEnd, RunEvent } from "../../../flow/events/event.ts";
import { Bar } from "./bar.ts";
import { EpochTable } from "./epoch_table.ts";
import { errorLines } from "./error_lines.ts";
import { bytes, duration, figure } from "./format.ts";

/** Unreadable items are named up to this number, then counted. */
const NAMED = 10;

/** Tells a run to a person: plain lines, and a bar where there is a screen. */
export class TerminalReport {
  readonly #pipeline: string;
  readonly #bar = new Bar();
  readonly #table = new EpochTable();
  #unreadable = 0;
  #rows = 0;

  constructor(pipeline: string) {
    this.#pipeline = pipeline;
  }

  #print(...lines: readonly string[]): void {
    this.#bar.clear();
    for (const line of lines) console.log(line);
  }

  /** Says that a request to stop was heard. */
  stopping(): void {
    this.#print("Stopping after this step; again to stop at once");
  }

  /** Shows one event. */
  show(event: RunEvent): void {
    switch (event.type) {
      case "notice":
        return this.#print(event.text);
      case "warning":
        return this.#print(`Warning: ${event.text}`);
      case "adapter":
        return this.#print(`Computing on ${event.adapter["description"]}`);
      case "download": {
        const { url, done, total } = event;
        return this.#bar.update(
          `Downloading ${url}`,
          done,
          total ?? done,
          total === undefined ? bytes(done) : bytes(total),
        );
      }
      case "progress":
        return this.#bar.update(
          event.node === "input" ? "Reading items" : event.node,
          event.done,
          event.total,
        );
      case "plan":
        return this.#plan(event.nodes);
      case "batch":
        return this.#bar.update(
          `${event.phase} ${event.epoch}`,
          event.step,
          event.steps,
          `loss ${figure(event.loss)}  ${
            figure(event.items_per_second)
          } items/s  ${duration(event.seconds_left)} left`,
        );
      case "epoch":
        this.#rows++;
        return this.#print(...this.#table.lines(event));
      case "unreadable":
        return this.#unread(event.item, event.why);
      case "error":
        this.#bar.clear();
        return errorLines(event).forEach((line) => console.error(line));
      case "run.end":
        return this.#end(event);
      case "run.start":
      case "node.state":
        return;
    }
  }

  #plan(nodes: Extract<RunEvent, { type: "plan" }>["nodes"]): void {
    const of = (state: "run" | "reuse") =>
      nodes.filter((node) => node.state === state).map(({ name }) => name);
    const [run, reuse] = [of("run"), of("reuse")];
    if (run.length > 0) this.#print(`To do: ${run.join(", ")}`);
    if (reuse.length > 0) this.#print(`Done before: ${reuse.join(", ")}`);
  }

  #unread(item: string, why: string): void {
    this.#unreadable++;
    if (this.#unreadable <= NAMED) this.#print(`Left out ${item}: ${why}`);
  }

  #end(end: RunEnd): void {
    this.#bar.clear();
    if (end.status === "cancelled") {
      return this.#print(
        `Stopped. To go on where it stopped: deno task train ${this.#pipeline}`,
      );
    }
    if (end.status === "failed") return;
    if (this.#unreadable > NAMED) {
      this.#print(`${this.#unreadable} items could not be read`);
    }
    if (this.#rows === 0) {
      this.#print(
        "Nothing to do: every step was done before",
        ...end.history.flatMap((row) => this.#table.lines(row)),
      );
    }
    this.#print(
      "",
      ...Object.entries(end.metrics).map(([name, value]) =>
        `${name} ${figure(value)}   (guessing the most common answer: ${
          figure(end.baseline[name] ?? NaN)
        })`
      ),
      `Model: ${end.model}`,
      `${duration(end.seconds)} in all`,
    );
  }
}
