/**
 * Writes one JSON value as a line on standard output, whole, at once.
 *
 * @param marker what the line begins with
 */
export function sendLine(value: unknown, marker = ""): void {
  const line = `${marker}${JSON.stringify(value)}\n`;
  const bytes = new TextEncoder().encode(line);
  for (let at = 0; at < bytes.length;) {
    at += Deno.stdout.writeSync(bytes.subarray(at));
  }
}
