import { parseStringMap } from "../codec/string_map.ts";

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
    try {
      return (await Deno.stat(this.path)).size;
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return 0;
      throw error;
    }
  }

  /** The mark to resume by; undefined if there is nothing to resume. */
  async mark(): Promise<string | undefined> {
    try {
      const notes = parseStringMap(await Deno.readTextFile(this.#notes));
      return notes?.get("url") === this.#url ? notes.get("mark") : undefined;
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return undefined;
      throw error;
    }
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
      try {
        await Deno.remove(path);
      } catch (error) {
        if (!(error instanceof Deno.errors.NotFound)) throw error;
      }
    }
  }

  /** Makes it the whole file, in one step. */
  async finish(target: string): Promise<void> {
    await Deno.rename(this.path, target);
    await this.remove();
  }
}
