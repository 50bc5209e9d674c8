/**
 * All that a stream says; nothing where that is too much. It is read to its
 * end, so that its writer comes to one.
 *
 * @param longest in characters
 */
export async function boundedText(
  stream: ReadableStream<Uint8Array>,
  longest: number,
): Promise<string | undefined> {
  const parts: string[] = [];
  let held = 0;
  for await (const part of stream.pipeThrough(new TextDecoderStream())) {
    held += part.length;
    if (held <= longest) parts.push(part);
    else parts.length = 0;
  }
  return held <= longest ? parts.join("") : undefined;
}
