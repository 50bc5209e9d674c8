import type { Batches } from "./batches.ts";
import type { Budget } from "./budget.ts";
import { json, predictionAnswer } from "./answer.ts";
import { answering, assertMethod, methodOf, pageAnswer } from "./answering.ts";
import { type Guarded, refuseStrangers, refuseUnknown } from "./guard.ts";
import { itemsOfBody } from "./items_of_body.ts";
import type { Metrics } from "./metrics.ts";
import { openApi } from "./open_api.ts";
import type { PageFile } from "./pages.ts";
import type { Item } from "./predicting.ts";
import { type BodyLimits, readBody } from "./read_body.ts";
import { Refusal } from "./refusal.ts";
import type { Outcome, ServedModel } from "./served_model.ts";

/** What answers requests. */
export interface Parts {
  /** The name of the pipeline. */
  readonly pipeline: string;
  readonly guarded: Guarded;
  readonly limits: BodyLimits;
  readonly model: ServedModel;
  readonly batches: Batches<Item, Outcome>;
  /** Requests that are read or wait, and the bytes of them. */
  readonly requests: Budget;
  readonly memory: Budget;
  readonly metrics: Metrics;
  readonly pages: ReadonlyMap<string, PageFile>;
}

type Answer = (parts: Parts, request: Request) => Promise<Response> | Response;

/** A path that is no file. */
interface Route {
  readonly method: "GET" | "POST";
  /** Whether it asks for the token, where there is one. */
  readonly secret: boolean;
  readonly answer: Answer;
}

/**
 * Whether a request asks what speaks for the answer.
 *
 * @throws {Refusal}
 */
function asksWhy({ url }: Request): boolean {
  const asked = new URL(url).searchParams.get("explain");
  if (asked === null || asked === "0" || asked === "false") return false;
  if (asked === "1" || asked === "true" || asked === "") return true;
  throw new Refusal(400, "Cannot read explain: it is neither 1 nor 0", {
    remedy: "Ask POST /predict?explain=1",
  });
}

/** Answers about what was sent, together with what others sent. */
async function predict(parts: Parts, request: Request): Promise<Response> {
  const { requests, memory, limits, model, batches } = parts;
  const start = performance.now();
  const explain = asksWhy(request);
  using place = requests.open();
  place.take(1);
  using share = memory.open();
  const body = await readBody(request, limits, share);
  const { about } = model.status;
  const type = request.headers.get("content-type") ?? "";
  const { items, list } = await itemsOfBody(body, type, about, explain);
  // Where one row finds no place, the others of its request leave theirs.
  const leave = new AbortController();
  const outcomes = await Promise.all(
    items.map((each) => batches.ask(each, leave.signal)),
  ).finally(() => leave.abort());
  return predictionAnswer(outcomes, list, {
    milliseconds: Math.round((performance.now() - start) * 10) / 10,
    model: model.status.about.model,
  });
}

function health({ pipeline, model, guarded }: Parts): Response {
  const { about, alive, fault, restarts, loads } = model.status;
  // Who asks this first may ask nothing else as long as it is not well.
  if (!alive) model.revive();
  // Strangers ask this, too, and faults tell of this machine's folders.
  const told = fault !== undefined && guarded.token === undefined;
  return json({
    status: alive ? "ok" : "failed",
    pipeline,
    model: about.model,
    loads,
    restarts,
    ...told ? { fault } : {},
  }, alive ? 200 : 503);
}

function metricsText({ metrics, batches, memory, model }: Parts): Response {
  const { restarts, loads } = model.status;
  const gauge = (name: string, help: string, value: number) =>
    ({ name, help, type: "gauge", value }) as const;
  const counter = (name: string, help: string, value: number) =>
    ({ name, help, type: "counter", value }) as const;
  const text = metrics.text([
    gauge("leat_queue_items", "Items that wait", batches.waiting),
    gauge("leat_held_bytes", "Bytes of bodies that are held", memory.taken),
    gauge(
      "process_resident_memory_bytes",
      "Memory of the process that serves",
      Deno.memoryUsage().rss,
    ),
    counter("leat_restarts_total", "Starts after a crash", restarts),
    counter("leat_model_loads_total", "Models loaded", loads),
  ]);
  return new Response(text, {
    headers: { "content-type": "text/plain; version=0.0.4; charset=utf-8" },
  });
}

/** What a page must know to ask. */
function modelText({ pipeline, model, limits }: Parts): Response {
  const { maxBytes } = limits;
  return json({ pipeline, maxBytes, ...model.status.about });
}

const ROUTES: Readonly<Record<string, Route>> = {
  "/predict": { method: "POST", secret: true, answer: predict },
  "/model": { method: "GET", secret: true, answer: modelText },
  "/metrics": { method: "GET", secret: true, answer: metricsText },
  "/healthz": { method: "GET", secret: false, answer: health },
  "/openapi.json": {
    method: "GET",
    secret: true,
    answer: ({ pipeline, model, limits, guarded }) =>
      json(openApi({
        pipeline,
        about: model.status.about,
        maxBytes: limits.maxBytes,
        secret: guarded.token !== undefined,
      })),
  },
};

async function route(
  parts: Parts,
  request: Request,
  path: string,
): Promise<Response> {
  const { guarded, pages } = parts;
  refuseStrangers(guarded, request.headers);
  const page = pages.get(path);
  const found: Route | undefined = page
    ? { method: "GET", secret: false, answer: () => pageAnswer(page) }
    : Object.hasOwn(ROUTES, path)
    ? ROUTES[path]
    : undefined;
  if (found === undefined) {
    throw new Refusal(404, "Cannot find this page: there is none", {
      remedy: "See /docs for what there is",
    });
  }
  assertMethod(request, found.method, methodOf(request));
  if (found.secret) refuseUnknown(guarded, request.headers);
  return await found.answer(parts, request);
}

/** Answers requests, and counts them. */
export function handlerOf(
  parts: Parts,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const start = performance.now();
    // With a wrong Host it is no address; that is refused first of all.
    const path = URL.parse(request.url)?.pathname ?? "";
    const known = parts.pages.has(path) || Object.hasOwn(ROUTES, path);
    const response = await answering(route(parts, request, path));
    const seconds = (performance.now() - start) / 1000;
    const counted = known ? path : "other";
    parts.metrics.request(counted, response.status, seconds);
    return response;
  };
}
