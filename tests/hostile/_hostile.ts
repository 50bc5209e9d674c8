/**
 * Runs a hostile pipeline with the real command line, and looks for what it
 * may have got out: bytes that are planted where it could find them.
 *
 * @module
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { Desk, type Told, told } from "../app/_cli.ts";
import { resolveModules } from "../../src/app/remote/resolve_modules.ts";
import { serve, type Server } from "../app/_server.ts";
import { nothingRuns } from "./_processes.ts";
import { type Page, type Pages, servePages } from "./_pages.ts";

export type { Page } from "./_pages.ts";

/** What a hostile pipeline is after. */
export interface Prey {
  /** Path of a file that it must not read; the secret is in it. */
  readonly file: string;
  /** Address of a server that must not be asked. */
  readonly server: string;
  /** The port of that server. */
  readonly port: number;
  /** Where the pages of the case are served. */
  readonly pages: string;
}

/** One idea of an attacker. */
export interface Hostile {
  /** What it does: "reads a file". */
  readonly name: string;
  /** The pipeline, as a file of this machine. */
  readonly text?: (prey: Prey) => string;
  /** Or what is served by path: the pipeline is `/p.ts`. */
  readonly pages?: (prey: Prey) => Readonly<Record<string, Page>>;
  /**
   * What the user takes for the root of its modules: none if it is empty, and
   * what it is unless told.
   */
  readonly root?: string;
  /** What is served instead once the user knows the root. */
  readonly later?: Readonly<Record<string, Page>>;
  /** Puts more into the folder of the pipeline. */
  readonly plant?: (folder: string, prey: Prey) => Promise<unknown>;
  /**
   * What the user is told: the error. `"trains"` where the attack is without
   * effect, and the pipeline is as good as any other.
   */
  readonly says: RegExp | "trains";
  /** 1 unless told. */
  readonly code?: number;
  readonly environment?: Readonly<Record<string, string>>;
  /** What else holds. */
  readonly also?: (told: Told) => void;
}

/** Where the prey is, for all cases of a test. */
export class Trap implements AsyncDisposable {
  readonly #folder: string;
  readonly #secret: string;
  readonly #server: Server;
  /** Where desks are put, so that what runs there can be told by its path. */
  readonly #desks: string;

  private constructor(folder: string, secret: string, server: Server) {
    this.#folder = folder;
    this.#secret = secret;
    this.#server = server;
    this.#desks = join(folder, "desks");
  }

  static async set(): Promise<Trap> {
    const folder = await Deno.makeTempDir({ prefix: "prey-" });
    const secret = `canary${crypto.randomUUID().replaceAll("-", "")}`;
    await Deno.writeTextFile(join(folder, "secret.json"), `["${secret}"]`);
    await Deno.mkdir(join(folder, "desks"));
    return new Trap(folder, secret, serve([]));
  }

  /** Runs one, and holds it to what is expected of it. */
  async spring(hostile: Hostile): Promise<void> {
    const { name, plant, says, code = 1, environment, also } = hostile;
    await using desk = await Desk.open(this.#desks);
    await using pages = servePages();
    const { url } = this.#server;
    const prey = {
      file: join(this.#folder, "secret.json"),
      server: url,
      port: Number(new URL(url).port),
      pages: pages.url,
    };
    await plant?.(desk.folder, prey);
    const temporary = join(desk.folder, "tmp");
    await Deno.mkdir(temporary);
    const address = await placed(hostile, desk, pages, prey);
    const finished = await desk.run(["train", address, "--json"], {
      TMPDIR: temporary,
      LEAT_CANARY: this.#secret,
      ...environment,
    });
    const why = `${name}: ${finished.out}${finished.err}`;
    const said = finished.out + finished.err;
    assert.ok(!said.includes(this.#secret), `${name}: told the secret`);
    assert.doesNotMatch(said, /\x1b|\x9b/, `${name}: commands the terminal`);
    const result = told(finished);
    if (says === "trains") assert.equal(finished.code, 0, why);
    else {
      assert.equal(finished.code, code, why);
      assert.match(result.error.message ?? "", says, why);
      assert.ok(result.error.remedy, `${name}: no remedy`);
      assert.doesNotMatch(result.error.remedy, /defect of Leat/, why);
    }
    also?.(result);
    assert.deepEqual(this.#server.asked, [], `${name}: reached the server`);
    assert.deepEqual(await names(temporary), [], `${name}: left files`);
    assert.equal(await holds(desk.cache, this.#secret), undefined, name);
  }

  /** Some at a time; what is wrong with any is told at the end. */
  async springAll(all: readonly Hostile[], atOnce = 3): Promise<void> {
    const left = [...all];
    const wrong: string[] = [];
    const work = async () => {
      for (let next = left.shift(); next; next = left.shift()) {
        await this.spring(next).catch((error) => wrong.push(error.message));
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    assert.deepEqual(wrong, []);
    await nothingRuns(this.#desks);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server[Symbol.asyncDispose]();
    await Deno.remove(this.#folder, { recursive: true });
  }
}

/** Puts a pipeline where it belongs, and says how it is asked for. */
async function placed(
  { text, pages, root, later }: Hostile,
  desk: Desk,
  served: Pages,
  prey: Prey,
): Promise<string> {
  if (text) {
    await desk.write("p.ts", text(prey));
    return "./p.ts";
  }
  const put = (some: Readonly<Record<string, Page>>) => {
    for (const [path, page] of Object.entries(some)) {
      served.pages.set(path, page);
    }
  };
  put(pages?.(prey) ?? {});
  const url = `${served.url}/p.ts`;
  const { signal } = new AbortController();
  const options = { signal, reload: true };
  const known = root ?? (await resolveModules(url, options)).root;
  if (later) {
    put(later);
    await resolveModules(url, options);
  }
  return known === "" ? url : `${url}#sha256=${known}`;
}

async function names(folder: string): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { name } of Deno.readDir(folder)) found.push(name);
  return found;
}

/** The first file below a folder with these characters in its name or bytes. */
async function holds(
  folder: string,
  secret: string,
): Promise<string | undefined> {
  try {
    for await (const { name, isDirectory } of Deno.readDir(folder)) {
      const path = join(folder, name);
      if (name.includes(secret)) return path;
      const found = isDirectory
        ? await holds(path, secret)
        : (await latin1(path)).includes(secret)
        ? path
        : undefined;
      if (found) return found;
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return undefined;
}

async function latin1(path: string): Promise<string> {
  return new TextDecoder("latin1").decode(await Deno.readFile(path));
}
