/**
 * What one viewer is sent, as server-sent events over one connection: a browser
 * opens but six to a server, all its tabs together.
 *
 *     event: session   what is known of all runs, whole, whenever it changed
 *     event: record    what is recorded of the run, at first and at its end
 *     event: batch     another batch was shown
 *     event: end       why the run tells no more
 *     id: 12           the run's own event 12; who lost the line goes on there
 *
 * @module
 */
import { setTimeout as wait } from "node:timers/promises";
import { errorEvent } from "../error_event.ts";
import { followRun } from "../runs/follow.ts";
import { isLive } from "../runs/run_files.ts";
import { ask } from "../runs/requests.ts";
import { batchVersion } from "../runs/seen_batch.ts";

/** How often a viewer is told what changed, in milliseconds. */
const INTERVAL_MS = 500;

/** How often a live run is asked for its batch. */
const LOOK_MS = 2000;

/** After so long something is sent: only that tells that a viewer is gone. */
const SILENCE_MS = 5000;

/** So many bytes wait for a viewer that does not read, and one message more. */
const BEHIND = 2 ** 20;

/** What a viewer looks at. */
export interface View {
  readonly storeRoot: string;
  /** The run; nothing while there is none. */
  readonly run: string | undefined;
  /** Its event to begin with, counted from 0. */
  readonly from: number;
  /** What is known of all runs at present. */
  readonly session: () => Promise<unknown>;
  /** What is recorded of the run. */
  readonly record: (id: string) => Promise<unknown>;
  /** Ends with the server. */
  readonly signal: AbortSignal;
}

/** Sends to a viewer. */
interface Line {
  send(text: string): void;
  /** Resolves once the viewer has read most of what it was sent. */
  ready(): Promise<void>;
  /** Aborted once the viewer or the server left. */
  readonly signal: AbortSignal;
}

function message(event: string, value: unknown): string {
  return `event: ${event}\ndata: ${JSON.stringify(value)}\n\n`;
}

/** Tells of the run, from an event of it on. */
async function tellRun(
  { storeRoot, run, from, record }: View,
  { send, ready, signal }: Line,
): Promise<void> {
  if (run === undefined) return;
  send(message("record", await record(run)));
  const events = followRun(storeRoot, run, signal);
  let at = 0;
  let next = await events.next();
  for (; !next.done && !signal.aborted; next = await events.next()) {
    if (at >= from) {
      await ready();
      send(`id: ${at}\ndata: ${JSON.stringify(next.value)}\n\n`);
    }
    at++;
  }
  if (!next.done || next.value === "left") {
    await events.return("left");
    return;
  }
  send(message("record", await record(run)));
  send(message("end", { how: next.value }));
}

/** Asks a run that goes on for its batch, so long as somebody looks. */
async function askForBatch({ storeRoot, run }: View): Promise<void> {
  if (run === undefined || !await isLive(storeRoot, run)) return;
  try {
    ask(storeRoot, run, "look");
  } catch {
    // Its folder is of somebody else, or gone: it shows none.
  }
}

/** Tells what changed besides, until the viewer leaves. */
async function tellSession(
  view: View,
  { send, ready, signal }: Line,
): Promise<void> {
  const { storeRoot, run, session } = view;
  let [told, batch, asked, silent] = ["", 0, -Infinity, 0];
  while (!signal.aborted) {
    await ready();
    const now = performance.now();
    const text = message("session", await session());
    if (text !== told) {
      told = text;
      silent = now;
      send(text);
    }
    if (run !== undefined) {
      const version = batchVersion(storeRoot, run);
      if (version !== batch) {
        batch = version;
        send(message("batch", { version }));
      }
    }
    if (now - asked > LOOK_MS) {
      asked = now;
      await askForBatch(view);
    }
    if (now - silent > SILENCE_MS) {
      silent = now;
      send(": still here\n\n");
    }
    await wait(INTERVAL_MS, undefined, { signal }).catch(() => {});
  }
}

/**
 * The stream of one viewer.
 *
 * @param onLeft called once, when the viewer or the server left
 */
export function streamOf(
  view: View,
  onLeft: () => void,
): ReadableStream<Uint8Array> {
  const left = new AbortController();
  const signal = AbortSignal.any([view.signal, left.signal]);
  let room = Promise.withResolvers<void>();
  const more = () => {
    room.resolve();
    room = Promise.withResolvers();
  };
  signal.addEventListener("abort", more);
  return new ReadableStream<Uint8Array>({
    start(controller) {
      const encoder = new TextEncoder();
      const send = (text: string) => {
        if (!signal.aborted) controller.enqueue(encoder.encode(text));
      };
      const line: Line = {
        send,
        signal,
        ready: async () => {
          while (!signal.aborted && (controller.desiredSize ?? 0) <= 0) {
            await room.promise;
          }
        },
      };
      // A browser that lost the line tries again after so long.
      send("retry: 1000\n\n");
      const told = Promise.all([
        tellSession(view, line),
        tellRun(view, line),
      ]);
      told.catch((error) => {
        send(message("fault", errorEvent(error)));
        left.abort();
      }).finally(() => {
        onLeft();
        try {
          controller.close();
        } catch {
          // The viewer left first.
        }
      });
    },
    pull: more,
    cancel: () => left.abort(),
  }, new ByteLengthQueuingStrategy({ highWaterMark: BEHIND }));
}
