/**
 * Messages with bytes between processes of ours, as lines would not carry them:
 *
 *     u32 length of the head, u32 length of the body | head as JSON | body
 *
 * @module
 */

/** One message. */
export interface Frame {
  readonly head: unknown;
  readonly body: Uint8Array<ArrayBuffer>;
}

const LENGTHS = 8;

/** As long as a message can be. */
const LONGEST = 2 ** 32 - 1;

/** A message as the pieces to write, one after the other. */
export function framePieces(
  head: unknown,
  bodies: readonly Uint8Array[] = [],
): readonly Uint8Array[] {
  const text = new TextEncoder().encode(JSON.stringify(head));
  const lengths = new DataView(new ArrayBuffer(LENGTHS));
  lengths.setUint32(0, text.length);
  lengths.setUint32(4, bodies.reduce((sum, each) => sum + each.length, 0));
  return [new Uint8Array(lengths.buffer), text, ...bodies];
}

/**
 * The messages of a stream as they come. One that is cut off at the end of the
 * stream is none.
 *
 * @param longest the most bytes that a head or a body may have
 * @throws {RangeError} when one says that it has more
 */
export async function* frames(
  stream: ReadableStream<Uint8Array>,
  longest: number = LONGEST,
): AsyncGenerator<Frame> {
  const reader = stream.getReader();
  let rest: Uint8Array = new Uint8Array();
  /** So many bytes, or nothing at the end. */
  const take = async (count: number) => {
    const bytes = new Uint8Array(count);
    for (let at = 0; at < count;) {
      if (rest.length === 0) {
        const { value, done } = await reader.read();
        if (done) return undefined;
        rest = value;
      }
      const part = rest.subarray(0, count - at);
      bytes.set(part, at);
      at += part.length;
      rest = rest.subarray(part.length);
    }
    return bytes;
  };
  while (true) {
    const lengths = await take(LENGTHS);
    if (lengths === undefined) return;
    const view = new DataView(lengths.buffer);
    const [headBytes, bodyBytes] = [view.getUint32(0), view.getUint32(4)];
    // It is held whole: nobody is to fill the memory of whoever reads.
    if (Math.max(headBytes, bodyBytes) > longest) {
      throw new RangeError(
        `Cannot read a message of ${
          headBytes + bodyBytes
        } bytes: ${longest} are the most`,
      );
    }
    const head = await take(headBytes);
    const body = await take(bodyBytes);
    if (head === undefined || body === undefined) return;
    yield { head: JSON.parse(new TextDecoder().decode(head)), body };
  }
}
