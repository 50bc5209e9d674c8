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
 */
export async function* frames(
  stream: ReadableStream<Uint8Array>,
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
    const head = await take(view.getUint32(0));
    const body = await take(view.getUint32(4));
    if (head === undefined || body === undefined) return;
    yield { head: JSON.parse(new TextDecoder().decode(head)), body };
  }
}
