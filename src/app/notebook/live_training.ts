import type {
  EpochRow,
  EventOf,
  MetricValues,
  RunEvent,
} from "../../flow/events/event.ts";
import { bytes, duration } from "../format.ts";
import { html } from "../report/html.ts";
import type { Jupyter } from "./jupyter.ts";
import { trainingMarkup } from "./markup.ts";

/** A notebook is told no more often, in milliseconds. */
const EVERY = 250;

/** How a training ended. */
export interface Ended {
  readonly history: readonly EpochRow[];
  readonly metrics: MetricValues;
  readonly baseline: MetricValues;
}

function stepText(
  { phase, epoch, step, steps, seconds_left, items_per_second }: EventOf<
    "batch"
  >,
): string {
  return `${phase} ${epoch}, step ${step} of ${steps}: ${
    items_per_second.toFixed(0)
  } items a second, ${duration(seconds_left)} left`;
}

/** What is under way, and how far. */
function lineOf(event: EventOf<"batch" | "download" | "progress">): string {
  if (event.type === "batch") return stepText(event);
  const { done, total } = event;
  if (event.type === "progress") {
    const what = event.node === "input" ? "Reading items" : event.node;
    return `${what}: ${done} of ${total}`;
  }
  const all = total === undefined ? "" : ` of ${bytes(total)}`;
  return `Downloading ${event.url}: ${bytes(done)}${all}`;
}

/** Shows a training in a cell while it goes on: one display that changes. */
export class LiveTraining {
  readonly #jupyter: Jupyter;
  readonly #id = crypto.randomUUID();
  readonly #rows: EpochRow[] = [];
  readonly #notes: string[] = [];
  #line = "Preparing…";
  #told = -Infinity;
  #isThere = false;
  /** Displays in the order of what they show. */
  #queue: Promise<void> = Promise.resolve();

  constructor(jupyter: Jupyter) {
    this.#jupyter = jupyter;
  }

  /** Takes an event of the training. */
  hear(event: RunEvent): void {
    switch (event.type) {
      case "notice":
      case "warning":
        if (!this.#notes.includes(event.text)) this.#notes.push(event.text);
        return this.#show();
      case "decision":
        this.#notes.push(event.text);
        return this.#show();
      case "download":
      case "progress":
      case "batch":
        this.#line = lineOf(event);
        if (performance.now() - this.#told < EVERY) return;
        return this.#show();
      case "epoch":
        this.#rows.push(event);
        return this.#show();
    }
  }

  /** Shows how it ended, and waits until the notebook has it. */
  async end({ history, baseline }: Ended): Promise<void> {
    this.#rows.splice(0, Infinity, ...history);
    this.#line = "";
    this.#show(baseline);
    await this.#queue;
  }

  /** Shows that it did not come to its end; the error itself is the cell's. */
  async fail(error: unknown): Promise<void> {
    this.#line = error instanceof Error && error.name === "Interrupted"
      ? "Stopped; its state is saved"
      : "Failed";
    this.#show();
    await this.#queue;
  }

  #show(baseline: MetricValues = {}): void {
    this.#told = performance.now();
    const update = this.#isThere;
    this.#isThere = true;
    const markup = html`${
      this.#notes.map((note) => html`<p><small>${note}</small></p>`)
    }${trainingMarkup(this.#rows, baseline)}${
      this.#line === "" ? undefined : html`<p>${this.#line}</p>`
    }`;
    const text = this.#rows.map(({ phase, epoch, valid_loss }) =>
      `${phase} ${epoch}: validation loss ${valid_loss}`
    );
    const bundle = {
      "text/html": markup.toString().trim(),
      "text/plain": [...this.#notes, ...text, this.#line].join("\n"),
    };
    const options = { raw: true, display_id: this.#id, update } as const;
    this.#queue = this.#queue
      .then(() => this.#jupyter.display(bundle, options))
      // A notebook that is closed does not end a training.
      .catch(() => {});
  }
}
