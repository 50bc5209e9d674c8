import { bytes as spoken } from "../format.ts";
import type { Share } from "./budget.ts";
import { CLOSE, Refusal } from "./refusal.ts";

/** How much of a request is read, and how long. */
export interface BodyLimits {
  readonly maxBytes: number;
  /** Between two pieces. */
  readonly idleMs: number;
  /** For all of it. */
  readonly wholeMs: number;
}

function tooLarge(maxBytes: number): Refusal {
  return new Refusal(
    413,
    `Cannot read the body: it is larger than ${spoken(maxBytes)}`,
    {
      remedy: "Send a smaller file, or start the server with more --max-bytes",
      headers: CLOSE,
    },
  );
}

function tooSlow(): Refusal {
  return new Refusal(408, "Cannot read the body: it comes too slowly", {
    remedy: "Send it again",
    headers: CLOSE,
  });
}

/**
 * Reads on for a while and keeps nothing: many a client sends all it has before
 * it looks for an answer. After that the rest is left where it is. It is not
 * cancelled: Deno would read it to its end, which may be none.
 */
async function linger(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  most: number,
): Promise<void> {
  for (let left = most; left > 0;) {
    const { value, done } = await reader.read();
    if (done) return;
    left -= value.length;
  }
}

/**
 * Reads the body of a request; of one that is too large or too slow, no more
 * than shows that it is.
 *
 * @param share what its bytes are counted in
 * @throws {Refusal}
 */
export async function readBody(
  { headers, body }: Request,
  { maxBytes, idleMs, wholeMs }: BodyLimits,
  share: Share,
): Promise<Uint8Array<ArrayBuffer>> {
  if (body === null) return new Uint8Array();
  const announced = Number(headers.get("content-length") ?? 0);
  const reader = body.getReader();
  const late = Promise.withResolvers<never>();
  late.promise.catch(() => {});
  const expire = () => late.reject(tooSlow());
  const whole = setTimeout(expire, wholeMs);
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    while (true) {
      const idle = setTimeout(expire, idleMs);
      const read = reader.read();
      read.catch(() => {});
      const { value, done } = await Promise.race([read, late.promise])
        .finally(() => clearTimeout(idle));
      if (done) break;
      size += value.length;
      if (Math.max(size, announced) > maxBytes) throw tooLarge(maxBytes);
      share.take(value.length);
      parts.push(value);
    }
  } catch (error) {
    if (error instanceof Refusal) {
      linger(reader, maxBytes).catch(() => {});
      throw error;
    }
    throw new Refusal(400, "Cannot read the body: the connection broke");
  } finally {
    clearTimeout(whole);
  }
  const all = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
