/** A process may write without end; what it said last is what explains. */
const KEPT = 2 ** 14;

/** Reads a stream to its end and keeps only the end, in bounded memory. */
export async function lastWords(
  stream: ReadableStream<Uint8Array>,
): Promise<string> {
  let kept = "";
  for await (const chunk of stream.pipeThrough(new TextDecoderStream())) {
    kept = (kept + chunk).slice(-KEPT);
  }
  return kept;
}
