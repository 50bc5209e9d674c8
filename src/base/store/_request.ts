import { endlessRedirects, refusedByServer } from "../errors/download.ts";
import { NetworkFault, patiently } from "./_network.ts";
import type { Part } from "./_part.ts";
import type { AdmitUrl } from "./public_hosts.ts";
import { checkedUrl } from "./_url.ts";

/** Too early, too busy, too slow: it may be better in a while. */
const PASSING: ReadonlySet<number> = new Set([408, 425, 429]);

/** The file is elsewhere. */
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** What a server sends of a file. */
export interface Answer {
  readonly body: ReadableStream<Uint8Array>;
  /** Where it begins. */
  readonly start: number;
  /** The size of the whole file, if the server says. */
  readonly total: number | undefined;
  /** What tells this version of the file from others. */
  readonly mark: string | undefined;
}

/** How a server is asked. */
export interface RequestOptions {
  /** How long to wait for it, in milliseconds. */
  readonly patience: number;
  readonly signal: AbortSignal | undefined;
  readonly admits: AdmitUrl | undefined;
}

/** As browsers have it. */
const HOPS = 20;

/** Asks for the rest of a file, or for all if it has changed since. */
export async function request(
  url: URL,
  part: Part,
  { patience, signal: caller, admits }: RequestOptions,
): Promise<Answer> {
  const size = await part.size();
  const mark = size > 0 ? await part.mark() : undefined;
  // Else it may come compressed, and no byte has its place.
  const headers = new Headers({ "accept-encoding": "identity" });
  if (mark !== undefined) {
    headers.set("range", `bytes=${size}-`);
    headers.set("if-range", mark);
  }
  const response = await patiently(
    patience,
    caller,
    (signal) => follow(url, { headers, signal }, admits),
  );
  try {
    checkedUrl(response.url);
    checkStatus(url, response);
    return await answerOf(response, part, size);
  } catch (error) {
    await response.body?.cancel();
    throw error;
  }
}

/** Fetches, and follows where it leads, if each place on the way is admitted. */
async function follow(
  url: URL,
  { headers, signal }: {
    readonly headers: Headers;
    readonly signal: AbortSignal;
  },
  admits: AdmitUrl | undefined,
): Promise<Response> {
  if (admits === undefined) return await fetch(url, { headers, signal });
  let place = url;
  for (let hops = 0; hops <= HOPS; hops++) {
    await admits(place);
    const response = await fetch(place, {
      headers,
      signal,
      redirect: "manual",
    });
    const next = response.headers.get("location");
    if (!REDIRECTS.has(response.status) || next === null) return response;
    await response.body?.cancel();
    place = checkedUrl(new URL(next, place).href);
  }
  throw endlessRedirects(url.href, HOPS);
}

function checkStatus(url: URL, { status, statusText }: Response): void {
  if (status === 200 || status === 206 || status === 416) return;
  if (status >= 500 || PASSING.has(status)) {
    throw new NetworkFault(`the server answers ${status} ${statusText}`);
  }
  throw refusedByServer(url.href, status, statusText);
}

async function answerOf(
  response: Response,
  part: Part,
  size: number,
): Promise<Answer> {
  const body = response.body ?? new Blob().stream();
  const mark = markOf(response.headers);
  if (response.status === 200) {
    const length = response.headers.get("content-length");
    const total = length === null ? undefined : Number(length);
    return { body, start: 0, total, mark };
  }
  const range = response.headers.get("content-range") ?? "none";
  const [, start, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(range) ?? [];
  if (Number(start) !== size) {
    // Nothing that fits: the next attempt begins anew.
    await part.remove();
    throw new NetworkFault(`the server sends another range (${range})`);
  }
  return {
    body,
    start: size,
    total: total === "*" ? undefined : Number(total),
    mark,
  };
}

/** A weak mark says that two versions mean the same, not that bytes agree. */
function markOf(headers: Headers): string | undefined {
  const tag = headers.get("etag");
  if (tag !== null && !tag.startsWith("W/")) return tag;
  return headers.get("last-modified") ?? undefined;
}
