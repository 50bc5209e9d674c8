/**
 * Runs as they are recorded, without any training, and a page that shows them.
 *
 * @module
 */
import { join } from "node:path";
import { Board, type Doings } from "../../../src/app/dashboard/board.ts";
import {
  type Dashboard,
  openDashboard,
} from "../../../src/app/dashboard/dashboard.ts";
import { EVENTS, LIVE } from "../../../src/app/runs/run_files.ts";
import type { RunOutcome } from "../../../src/app/runs/run_record.ts";
import { runFolder, RunStore } from "../../../src/app/runs/run_store.ts";
import { holdFile } from "../../../src/base/store/held_file.ts";
import type { RunEvent } from "../../../src/flow/events/event.ts";
import { node, outcome, start } from "../_records.ts";

/** A process that would go on with every run. */
export const WILLING: Doings = {
  busy: false,
  refuses: () => Promise.resolve(undefined),
  again() {},
};

export const notice = (text: string): RunEvent => ({ type: "notice", text });

export const END = {
  type: "run.end",
  status: "ok",
  metrics: {},
  baseline: {},
  executed: [],
  reused: [],
  adapter: null,
  seconds: 1,
  model: null,
  outputs: {},
  history: [],
} as const satisfies RunEvent;

/** Adds events to those of a run. */
export async function append(
  root: string,
  id: string,
  events: readonly RunEvent[],
): Promise<void> {
  const lines = events.map((event) => `${JSON.stringify(event)}\n`).join("");
  const path = join(runFolder(root, id), EVENTS);
  await Deno.writeTextFile(path, lines, { append: true });
}

/** Records a run that began; one that goes on until it is let go. */
export async function begun(
  root: string,
  id: string,
  events: readonly RunEvent[] = [],
): Promise<Disposable> {
  await Deno.mkdir(runFolder(root, id), { recursive: true });
  const held = await holdFile(join(runFolder(root, id), LIVE));
  using runs = RunStore.open(root);
  runs.begin(start(id));
  await append(root, id, events);
  return held;
}

/** Records a run that came to an end. */
export async function ended(
  root: string,
  id: string,
  changes: Partial<RunOutcome> = {},
): Promise<void> {
  using _held = await begun(root, id, [
    { type: "run.start", pipeline: "pets" },
    END,
  ]);
  using runs = RunStore.open(root);
  const nodes = [node("split", "a"), node("model", `key of ${id}`)];
  runs.finish(id, { ...outcome("ok"), ...changes }, nodes);
}

/** The page of a cache, at any free port. */
export async function paged(
  root: string,
  doings: Doings = WILLING,
): Promise<Dashboard & { readonly board: Board }> {
  const board = new Board(doings);
  const page = await openDashboard({
    storeRoot: root,
    port: 0,
    board,
    commandOf: ({ pipeline }) => `deno task train ${pipeline}`,
  });
  return {
    url: page.url,
    board,
    [Symbol.asyncDispose]: () => page[Symbol.asyncDispose](),
  };
}

/** A message of a stream. */
export interface Message {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: unknown;
}

/** A viewer of the page, without a browser. */
export class Viewer implements AsyncDisposable {
  readonly #leave = new AbortController();
  readonly #lines: ReadableStreamDefaultReader<string>;
  #text = "";

  private constructor(lines: ReadableStreamDefaultReader<string>) {
    this.#lines = lines;
  }

  static async open(
    { url }: { readonly url: string },
    query: string,
    headers: Record<string, string> = {},
  ): Promise<Viewer> {
    const leave = new AbortController();
    const { body, status } = await fetch(`${url}live?${query}`, {
      headers,
      signal: leave.signal,
    });
    if (body === null || status !== 200) throw new Error(`It is ${status}`);
    const lines = body.pipeThrough(new TextDecoderStream()).getReader();
    const viewer = new Viewer(lines);
    viewer.#leave.signal.addEventListener("abort", () => leave.abort());
    return viewer;
  }

  /** The next message that fits. */
  async next(
    fits: (message: Message) => boolean = () => true,
  ): Promise<Message> {
    for (;;) {
      const cut = this.#text.indexOf("\n\n");
      if (cut < 0) {
        const { value, done } = await this.#lines.read();
        if (done) throw new Error(`The stream ended at ${this.#text}`);
        this.#text += value;
        continue;
      }
      const fields = new Map(
        this.#text.slice(0, cut).split("\n").map((line) => {
          const at = line.indexOf(": ");
          return [line.slice(0, at), line.slice(at + 2)] as const;
        }),
      );
      this.#text = this.#text.slice(cut + 2);
      const data = fields.get("data");
      if (data === undefined) continue;
      const message = {
        event: fields.get("event") ?? "message",
        id: fields.get("id"),
        data: JSON.parse(data),
      };
      if (fits(message)) return message;
    }
  }

  /** So many events of the run, with their numbers. */
  async events(
    count: number,
  ): Promise<readonly (readonly [number, unknown])[]> {
    const events: (readonly [number, unknown])[] = [];
    while (events.length < count) {
      const { id, data } = await this.next(({ event }) => event === "message");
      events.push([Number(id), data]);
    }
    return events;
  }

  /** The next message of a kind. */
  async told(kind: string): Promise<Record<string, unknown>> {
    const { data } = await this.next(({ event }) => event === kind);
    return data as Record<string, unknown>;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const left = this.#lines.cancel().catch(() => {});
    this.#leave.abort();
    await left;
  }
}
