import { plainText } from "../../base/codec/plain_text.ts";
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
  /** What to do where it is too large. */
  readonly remedy?: string;
}

function tooLarge(
  { maxBytes, remedy = "Send less at a time" }: BodyLimits,
): Refusal {
  return new Refusal(
    413,
    `Cannot read the body: it is larger than ${spoken(maxBytes)}`,
    { remedy, headers: CLOSE },
  );
}

function tooSlow(): Refusal {
  return new Refusal(408, "Cannot read the body: it comes too slowly", {
    remedy: "Send it again",
    headers: CLOSE,
  });
}

/**
 * Refuses what is compressed on its way: a picture already is, and who unpacks
 * what others packed does not know how much it becomes.
 *
 * @throws {Refusal}
 */
function refuseEncoded(headers: Headers): void {
  const encoding = headers.get("content-encoding") ?? "identity";
  if (encoding.toLowerCase() === "identity") return;
  throw new Refusal(
    415,
    `Cannot read the body: its content-encoding is "${
      plainText(encoding, 40)
    }"`,
    {
      remedy: "Send it without, as it is",
      headers: { ...CLOSE, "accept-encoding": "identity" },
    },
  );
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
  limits: BodyLimits,
  share: Share,
): Promise<Uint8Array<ArrayBuffer>> {
  const { maxBytes, idleMs, wholeMs } = limits;
  if (body === null) return new Uint8Array();
  const announced = Number(headers.get("content-length") ?? 0);
  const reader = body.getReader();
  const late = Promise.withResolvers<never>();
  late.promise.catch(() => {});
  const expire = () => late.reject(tooSlow());
  const whole = setTimeout(expire, wholeMs);
  // However small the pieces are that it comes in, it lies in one.
  let held = new Uint8Array();
  let size = 0;
  try {
    refuseEncoded(headers);
    while (true) {
      const idle = setTimeout(expire, idleMs);
      const read = reader.read();
      read.catch(() => {});
      const { value, done } = await Promise.race([read, late.promise])
        .finally(() => clearTimeout(idle));
      if (done) break;
      const end = size + value.length;
      if (Math.max(end, announced) > maxBytes) throw tooLarge(limits);
      share.take(value.length);
      if (end > held.length) {
        const room = Math.max(end, 2 * held.length);
        held = new Uint8Array(held.buffer.transfer(room));
      }
      held.set(value, size);
      size = end;
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
  return new Uint8Array(held.buffer.transfer(size));
}
