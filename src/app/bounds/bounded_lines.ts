/** A line longer than this, in characters, is cut into several. */
const LONGEST = 2 ** 28;

/**
 * The lines of a stream as they come, a last one without an end included.
 *
 * @param longest what is held of one line: no writer fills up its reader
 */
export async function* boundedLines(
  stream: ReadableStream<Uint8Array>,
  longest: number = LONGEST,
): AsyncGenerator<string> {
  let parts: string[] = [];
  let held = 0;
  for await (const chunk of stream.pipeThrough(new TextDecoderStream())) {
    let rest = chunk;
    for (let end = rest.indexOf("\n"); end >= 0; end = rest.indexOf("\n")) {
      yield parts.join("") + rest.slice(0, end);
      parts = [];
      held = 0;
      rest = rest.slice(end + 1);
    }
    if (rest === "") continue;
    parts.push(rest);
    held += rest.length;
    if (held >= longest) {
      yield parts.join("");
      parts = [];
      held = 0;
    }
  }
  if (parts.length > 0) yield parts.join("");
}
