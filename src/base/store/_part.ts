import { parseStringMap } from "../codec/string_map.ts";
import { unlessAbsent } from "./unless_absent.ts";

/**
 * A file that is being downloaded, and what it is a part of:
 *
 *     pets.tgz.part         its first bytes
 *     pets.tgz.part.json    the address, and the server's mark of this version
 */
export class Part {
  readonly path: string;
  readonly #url: string;

  constructor(path: string, url: string) {
    this.path = path;
    this.#url = url;
  }

  get #notes(): string {
    return `${this.path}.json`;
  }

  async size(): Promise<number> {
    return (await unlessAbsent(Deno.stat(this.path)))?.size ?? 0;
  }

  /** The mark to resume by; undefined if there is nothing to resume. */
  async mark(): Promise<string | undefined> {
    const text = await unlessAbsent(Deno.readTextFile(this.#notes));
    const notes = text === undefined ? undefined : parseStringMap(text);
    return notes?.get("url") === this.#url ? notes.get("mark") : undefined;
  }

  /** Opens it at its end, or emptied if what comes begins at the start. */
  async open(
    { start, mark }: {
      readonly start: number;
      readonly mark: string | undefined;
    },
  ): Promise<Deno.FsFile> {
    if (start > 0) return await Deno.open(this.path, { append: true });
    // Emptied first: a new mark never stands beside old bytes.
    await Deno.writeFile(this.path, new Uint8Array());
    const notes = { url: this.#url, ...(mark === undefined ? {} : { mark }) };
    await Deno.writeTextFile(this.#notes, JSON.stringify(notes));
    return await Deno.open(this.path, { append: true });
  }

  async remove(): Promise<void> {
    for (const path of [this.path, this.#notes]) {
      await unlessAbsent(Deno.remove(path));
    }
  }

  /** Makes it the whole file, in one step. */
  async finish(target: string): Promise<void> {
    await Deno.rename(this.path, target);
    await this.remove();
  }
}
