/** A process may write without end; what it said last is what explains. */
const KEPT = 2 ** 14;

/** More than this, in characters, is no explanation. */
const MOST = 2 ** 24;

/**
 * Reads a stream to its end and keeps only the end, in bounded memory.
 *
 * @param onFlood called once when there is far more than anyone would read
 */
export async function lastWords(
  stream: ReadableStream<Uint8Array>,
  onFlood: () => void = () => {},
): Promise<string> {
  let kept = "";
  let total = 0;
  for await (const chunk of stream.pipeThrough(new TextDecoderStream())) {
    kept = (kept + chunk).slice(-KEPT);
    if (total <= MOST && total + chunk.length > MOST) onFlood();
    total += chunk.length;
  }
  return kept;
}
