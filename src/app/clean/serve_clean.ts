import { Budget } from "../serve/budget.ts";
import { listen } from "../serve/listen.ts";
import { type PageFiles, readPageFiles } from "../serve/pages.ts";
import { handlerOf } from "./handler.ts";
import type { Session } from "./session.ts";

/** Programs of this machine alone reach it: choices are its user's. */
const HOST = "127.0.0.1";

/** A choice is a line. */
const LIMITS = {
  maxBytes: 64 * 1024,
  idleMs: 10_000,
  wholeMs: 30_000,
  remedy: "Send one choice at a time, and say why in fewer words",
};

/** The files of the page, by the path that they are asked for under. */
const FILES: PageFiles = {
  "/": ["page.html", "text/html"],
  "/page.css": ["page.css", "text/css"],
  "/relabel.css": ["relabel.css", "text/css"],
  ...Object.fromEntries(
    ["page", "cards", "choices", "relabel"].map((name) =>
      [`/${name}.mjs`, [`${name}.mjs`, "text/javascript"]] as const
    ),
  ),
};

/** A page that is served. */
export interface ServedPage extends AsyncDisposable {
  readonly url: string;
}

/**
 * Serves the page of a session until it is disposed.
 *
 * @param port 8000 or the next free one unless told; 0 is any
 * @throws {PipelineError} when the port is taken
 */
export async function serveClean(
  session: Session,
  port?: number,
): Promise<ServedPage> {
  const answer = handlerOf({
    session,
    guarded: { host: HOST, token: undefined, machine: Deno.hostname() },
    limits: LIMITS,
    memory: new Budget(64 * LIMITS.maxBytes),
    pages: await readPageFiles("clean", FILES),
  });
  const server = listen(HOST, port, answer);
  return {
    url: `http://${HOST}:${server.addr.port}/`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}
