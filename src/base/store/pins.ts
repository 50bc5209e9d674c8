import { dirname, join } from "node:path";
import { parseStringMap } from "../codec/string_map.ts";
import { damagedPins } from "../errors/download.ts";
import { writeSynced } from "./files.ts";
import { lockedFile } from "./_lock.ts";
import { unlessAbsent } from "./unless_absent.ts";

/**
 * The checksums of files whose makers publish none: what came the first time
 * is trusted, and anything else later is not.
 */
export interface Pins {
  /** Where they are kept, for messages. */
  readonly place: string;
  read(url: string): Promise<string | undefined>;
  write(url: string, sha256: string): Promise<void>;
}

/**
 * Pins in a JSON file, one line an address. Several processes may use it.
 *
 * @throws {PipelineError} When it is read, if it is not a file of pins: to
 * ignore it would be to trust anything.
 */
export function filePins(path: string): Pins {
  return {
    place: path,
    async read(url) {
      return (await readPins(path)).get(url);
    },
    async write(url, sha256) {
      await Deno.mkdir(dirname(path), { recursive: true });
      using _lock = await lockedFile(`${path}.lock`);
      const pins = [...await readPins(path), [url, sha256] as const]
        .sort(([a], [b]) => a < b ? -1 : 1);
      const text = JSON.stringify(Object.fromEntries(pins), null, 2);
      const temporary = await Deno.makeTempDir({ dir: dirname(path) });
      try {
        const file = join(temporary, "pins.json");
        await writeSynced(file, `${text}\n`);
        await Deno.rename(file, path);
      } finally {
        await Deno.remove(temporary, { recursive: true });
      }
    },
  };
}

async function readPins(path: string): Promise<ReadonlyMap<string, string>> {
  const text = await unlessAbsent(Deno.readTextFile(path));
  if (text === undefined) return new Map();
  const pins = parseStringMap(text);
  if (pins === undefined) throw damagedPins(path);
  return pins;
}
