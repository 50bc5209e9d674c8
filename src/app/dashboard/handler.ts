import {
  answering,
  assertMethod,
  methodOf,
  ownRefusalOf,
  pageAnswer,
} from "../serve/answering.ts";
import { type Guarded, refuseStrangers } from "../serve/guard.ts";
import { type PageFile, SAFE_HEADERS } from "../serve/pages.ts";
import { busy, Refusal } from "../serve/refusal.ts";
import { ask } from "../runs/requests.ts";
import { isLive } from "../runs/run_files.ts";
import type { RunRecord } from "../runs/run_record.ts";
import { readBatch } from "../runs/seen_batch.ts";
import type { Board } from "./board.ts";
import { compared } from "./compared.ts";
import { runNamed } from "./record.ts";
import type { RunList } from "./run_list.ts";
import { refuseForeign } from "./own_page.ts";
import { streamOf } from "./stream.ts";

/** What answers requests. */
export interface Parts {
  readonly storeRoot: string;
  readonly guarded: Guarded;
  readonly pages: ReadonlyMap<string, PageFile>;
  readonly board: Board;
  readonly list: RunList;
  /** What the page must show that asks for a deed. */
  readonly token: string;
  /** What to type to do a run again. */
  readonly commandOf: (run: RunRecord) => string;
  /** Ends with the server. */
  readonly signal: AbortSignal;
  /** Those who look on at present. */
  viewers: number;
}

/** As many look on at a time. */
const MOST_VIEWERS = 64;

/** What goes with every answer: no page of ours needs a camera. */
const HEADERS = {
  ...SAFE_HEADERS,
  "permissions-policy": "camera=(), microphone=(), geolocation=()",
};

type Answer = (
  parts: Parts,
  request: Request,
  url: URL,
) => Promise<Response> | Response;

function found(parts: Parts, id: string | null): RunRecord {
  const run = id === null ? undefined : runNamed(parts.storeRoot, id);
  if (run) return run;
  throw new Refusal(404, "Cannot find this run: none is called so", {
    remedy: "Look at the list of runs: it may have been forgotten",
  });
}

/** All that is known besides what the run itself tells. */
async function session({ board, list, token }: Parts): Promise<unknown> {
  const runs = await list.now();
  const { current, watch, doings: { busy } } = board;
  return {
    runs,
    current: current ?? runs[0]?.id ?? null,
    busy,
    watch: watch ?? null,
    token,
  };
}

/** What is recorded of a run, as the page shows it. */
async function recordOf(parts: Parts, id: string): Promise<unknown> {
  const run = found(parts, id);
  const { description: _pipeline, error, ...record } = run;
  return {
    ...record,
    error,
    command: parts.commandOf(run),
    refuses: await parts.board.doings.refuses(run) ?? null,
  };
}

function live(parts: Parts, request: Request, { searchParams }: URL): Response {
  if (parts.viewers >= MOST_VIEWERS) throw busy();
  const run = searchParams.get("run");
  if (run !== null) found(parts, run);
  // A browser that lost the line says what it heard last.
  const last = request.headers.get("last-event-id");
  const from = last === null || last === ""
    ? Number(searchParams.get("from") ?? 0)
    : Number(last) + 1;
  if (!Number.isSafeInteger(from) || from < 0) {
    throw new Refusal(400, "Cannot begin there: it is no number of an event");
  }
  parts.viewers++;
  const body = streamOf({
    storeRoot: parts.storeRoot,
    run: run ?? undefined,
    from,
    session: () => session(parts),
    record: (id) => recordOf(parts, id),
    signal: parts.signal,
  }, () => parts.viewers--);
  return new Response(body, {
    headers: { "content-type": "text/event-stream" },
  });
}

function batch(parts: Parts, _request: Request, url: URL): Response {
  const { id } = found(parts, url.searchParams.get("run"));
  const bytes = readBatch(parts.storeRoot, id);
  if (bytes) {
    return new Response(bytes, {
      headers: { "content-type": "application/json" },
    });
  }
  throw new Refusal(404, "Cannot show a batch: this run showed none");
}

async function compare(
  parts: Parts,
  _request: Request,
  { searchParams }: URL,
): Promise<Response> {
  const before = found(parts, searchParams.get("before"));
  const after = found(parts, searchParams.get("after"));
  return Response.json(await compared(parts.storeRoot, [before, after]));
}

async function stop(
  parts: Parts,
  request: Request,
  url: URL,
): Promise<Response> {
  refuseForeign(parts, request);
  const { id } = found(parts, url.searchParams.get("run"));
  if (!await isLive(parts.storeRoot, id)) {
    throw new Refusal(409, "Cannot stop this run: it does not go on");
  }
  try {
    ask(parts.storeRoot, id, "stop");
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Refusal(500, `Cannot ask this run to stop: ${why}`, {
      remedy: "Press Ctrl-C where it was started",
    });
  }
  return Response.json({ stopping: id }, { status: 202 });
}

async function goOn(
  parts: Parts,
  request: Request,
  url: URL,
): Promise<Response> {
  refuseForeign(parts, request);
  const { doings } = parts.board;
  const run = found(parts, url.searchParams.get("run"));
  const why = await doings.refuses(run);
  if (why !== undefined) {
    throw new Refusal(409, `Cannot go on with this run: ${why}`);
  }
  doings.again(run);
  return Response.json({ after: run.id }, { status: 202 });
}

const ROUTES: ReadonlyMap<string, readonly ["GET" | "POST", Answer]> = new Map([
  ["/live", ["GET", live]],
  ["/batch", ["GET", batch]],
  ["/compare", ["GET", compare]],
  ["/stop", ["POST", stop]],
  ["/continue", ["POST", goOn]],
]);

async function route(parts: Parts, request: Request): Promise<Response> {
  refuseStrangers(parts.guarded, request.headers);
  const url = new URL(request.url);
  const page = parts.pages.get(url.pathname);
  const [method, answer] = page
    ? ["GET", () => pageAnswer(page)] as const
    : ROUTES.get(url.pathname) ?? [undefined, undefined];
  if (method === undefined) {
    throw new Refusal(404, "Cannot find this page: there is none");
  }
  // Of what goes on for long, headers alone are of no use.
  assertMethod(request, method, page ? methodOf(request) : request.method);
  return await answer(parts, request, url);
}

/** Answers the requests of pages. */
export function handlerOf(
  parts: Parts,
): (request: Request) => Promise<Response> {
  return async (request) =>
    await answering(route(parts, request), HEADERS, ownRefusalOf);
}
