import { createInterface } from "node:readline";
import process from "node:process";

/** What a person asks for while files are watched. */
export type Key = "go" | "end";

/** By key of a terminal; Ctrl-D ends as it does elsewhere. */
const KEYS: ReadonlyMap<string, Key> = new Map([
  ["\r", "go"],
  ["\n", "go"],
  ["r", "go"],
  ["q", "end"],
  ["\x04", "end"],
]);

/** By line, without its end. */
const LINES: ReadonlyMap<string, Key> = new Map([
  ["", "go"],
  ["r", "go"],
  ["q", "end"],
]);

/** Each key of a terminal at once; Ctrl-C and the like stay what they are. */
function listenToTerminal(onKey: (key: Key) => void): Disposable {
  Deno.stdin.setRaw(true, { cbreak: true });
  let closed = false;
  const hear = async () => {
    const buffer = new Uint8Array(64);
    while (!closed) {
      const count = await Deno.stdin.read(buffer);
      if (count === null) return;
      for (
        const letter of new TextDecoder().decode(buffer.subarray(0, count))
      ) {
        const key = KEYS.get(letter.toLowerCase());
        if (key && !closed) onKey(key);
      }
    }
  };
  hear();
  return {
    [Symbol.dispose]: () => {
      closed = true;
      Deno.stdin.setRaw(false);
    },
  };
}

/** The lines of whatever else standard input is. */
function listenToLines(onKey: (key: Key) => void): Disposable {
  const lines = createInterface({ input: process.stdin });
  lines.on("line", (line) => {
    const key = LINES.get(line.trim().toLowerCase());
    if (key) onKey(key);
  });
  return { [Symbol.dispose]: () => lines.close() };
}

/**
 * Listens to standard input: Enter or `r` is to go, `q` to end. At a terminal
 * these are keys, else lines. What it gives is disposed of to end that.
 */
export function listenForKeys(onKey: (key: Key) => void): Disposable {
  return Deno.stdin.isTerminal()
    ? listenToTerminal(onKey)
    : listenToLines(onKey);
}
