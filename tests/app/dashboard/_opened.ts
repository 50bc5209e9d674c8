/**
 * A command with a page, in a process of its own.
 *
 * @module
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { boundedLines } from "../../../src/app/bounds/bounded_lines.ts";
import type { Request } from "../../../src/app/runs/requests.ts";
import { runFolder } from "../../../src/app/runs/run_store.ts";
import type { RunEvent } from "../../../src/flow/events/event.ts";
import type { Desk } from "../_cli.ts";
import { Viewer } from "../_viewer.ts";

/** A command that shows a page. */
export interface Opened extends AsyncDisposable {
  /** With a slash at its end. */
  readonly url: string;
  readonly pid: number;
  /** Ends it as Ctrl-C does, and answers with its exit code. */
  end(): Promise<number>;
  /** Does a deed as the page would. */
  act(deed: "stop" | "continue", run: string): Promise<number>;
}

/** Starts a command and waits for its page. */
export async function opened(
  desk: Desk,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Opened> {
  const child = desk.start(args, environment);
  const err = new Response(child.stderr).text();
  const lines = boundedLines(child.stdout);
  let said = "";
  let url: string | undefined;
  while (url === undefined) {
    const { value, done } = await lines.next();
    if (done) throw new Error(`It shows no page: ${said} ${await err}`);
    said += value;
    url = /The page is at (http:\S+)/.exec(said)?.[1];
  }
  const page = { url };
  // What it still says is read, so that it never waits for that.
  const rest = (async () => {
    while (!(await lines.next()).done);
  })();
  const end = async () => {
    try {
      child.kill("SIGINT");
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
    const { code } = await child.status;
    await rest;
    await err;
    return code;
  };
  return {
    url,
    pid: child.pid,
    end,
    act: async (deed, run) => {
      await using viewer = await Viewer.open(page, "");
      const { token } = await viewer.told("session");
      const response = await fetch(`${url}${deed}?run=${run}`, {
        method: "POST",
        headers: {
          origin: new URL(page.url).origin,
          "x-leat-token": String(token),
        },
      });
      await response.body?.cancel();
      return response.status;
    },
    [Symbol.asyncDispose]: async () => void await end(),
  };
}

/** The run that the process of a page is about, once it is another one. */
export async function current(
  page: { readonly url: string },
  before?: string,
): Promise<string> {
  await using viewer = await Viewer.open(page, "");
  for (;;) {
    const { current } = await viewer.told("session");
    if (typeof current === "string" && current !== before) return current;
  }
}

/** Waits until a run has taken what is asked of it, which lies in its folder. */
export async function taken(
  { cache }: Desk,
  run: string,
  request: Request,
): Promise<void> {
  const asked = join(runFolder(cache, run), request);
  while (existsSync(asked)) await new Promise((next) => setTimeout(next, 20));
}

/** The events of a run up to one, as a viewer hears them. */
export async function heard(
  page: { readonly url: string },
  run: string,
  until: (event: RunEvent) => boolean,
): Promise<readonly RunEvent[]> {
  await using viewer = await Viewer.open(page, `run=${run}`);
  const events: RunEvent[] = [];
  for (;;) {
    const [[, event]] = await viewer.events(1) as [[number, RunEvent]];
    events.push(event);
    if (until(event)) return events;
  }
}
