/**
 * The page that shows trainings: it reads what they record, whoever trains.
 *
 * @module
 */
import { listen } from "../serve/listen.ts";
import { urlHost } from "../serve/guard.ts";
import type { RunRecord } from "../runs/run_record.ts";
import type { Board } from "./board.ts";
import { readFiles } from "./files.ts";
import { handlerOf } from "./handler.ts";
import { RunList } from "./run_list.ts";

/** How the page is served. */
export interface DashboardOptions {
  readonly storeRoot: string;
  /** 8000 or the next free one unless told; 0 is any. */
  readonly port?: number | undefined;
  readonly board: Board;
  /** What to type to do a run again. */
  readonly commandOf: (run: RunRecord) => string;
}

/** A page that is served. */
export interface Dashboard extends AsyncDisposable {
  readonly url: string;
}

/** Only programs of this machine reach it. */
const HOST = "127.0.0.1";

/**
 * Serves the page until it is disposed.
 *
 * @throws {PipelineError} when the port is taken
 */
export async function openDashboard(
  { storeRoot, port, board, commandOf }: DashboardOptions,
): Promise<Dashboard> {
  const ending = new AbortController();
  const server = listen(
    HOST,
    port,
    handlerOf({
      storeRoot,
      guarded: { host: HOST, token: undefined, machine: Deno.hostname() },
      pages: await readFiles(),
      board,
      list: new RunList(storeRoot),
      token: crypto.randomUUID(),
      commandOf,
      signal: ending.signal,
      viewers: 0,
    }),
  );
  return {
    url: `http://${urlHost(HOST)}:${server.addr.port}/`,
    [Symbol.asyncDispose]: async () => {
      // Whoever looks on would keep it from its end.
      ending.abort();
      await server.shutdown();
    },
  };
}
