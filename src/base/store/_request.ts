import { refusedByServer } from "../errors/download.ts";
import { NetworkFault, patiently } from "./_network.ts";
import type { Part } from "./_part.ts";
import { checkedUrl } from "./_url.ts";

/** Too early, too busy, too slow: it may be better in a while. */
const PASSING: ReadonlySet<number> = new Set([408, 425, 429]);

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

/** Asks for the rest of a file, or for all if it has changed since. */
export async function request(
  url: URL,
  part: Part,
  patience: number,
  caller: AbortSignal | undefined,
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
    (signal) => fetch(url, { headers, signal }),
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
