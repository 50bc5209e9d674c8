import { parseStringMap } from "../codec/string_map.ts";
import { damagedPins } from "../errors/download.ts";
import { changeFile } from "./change_file.ts";
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
      const text = await unlessAbsent(Deno.readTextFile(path));
      return pinsIn(path, text ?? "").get(url);
    },
    async write(url, sha256) {
      await changeFile(path, (text) => {
        const pins = [...pinsIn(path, text), [url, sha256] as const]
          .sort(([a], [b]) => a < b ? -1 : 1);
        return `${JSON.stringify(Object.fromEntries(pins), null, 2)}\n`;
      });
    },
  };
}

/** No text is that of a file which is about to be written first. */
function pinsIn(path: string, text: string): ReadonlyMap<string, string> {
  if (text === "") return new Map();
  const pins = parseStringMap(text);
  if (pins === undefined) throw damagedPins(path);
  return pins;
}
