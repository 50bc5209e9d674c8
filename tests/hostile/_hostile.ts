/**
 * Runs a hostile pipeline with the real command line, and looks for what it
 * may have got out: bytes that are planted where it could find them.
 *
 * @module
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { Desk, serve, type Server, type Told, told } from "../app/desk.ts";
import { resolveModules } from "../../src/app/remote/resolve_modules.ts";
import { nothingRuns } from "./_processes.ts";
import {
  byCommand,
  type Environment,
  here,
  surroundings,
} from "./_supervisors.ts";
import { type Page, type Pages, servePages } from "./_pages.ts";

export type { Page } from "./_pages.ts";

/**
 * What is told of a pipeline that labels all items "a": it was described,
 * listed, labelled and divided as any other.
 */
export const HARMLESS =
  /^Cannot learn classes: every training item is labelled "a"$/;

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
  /** With these, even if there are none, it is run by the command line. */
  readonly environment?: Environment;
  /** What else holds. */
  readonly also?: (told: Told) => void;
}

/** Where the prey is, for all cases of a test. */
export class Trap implements AsyncDisposable {
  readonly #folder: string;
  readonly #secret: string;
  readonly #server: Server;
  readonly #surroundings: Disposable;
  /** Where desks are put, so that what runs there can be told by its path. */
  readonly #desks: string;
  /** Where supervisors put what they need for a while. */
  readonly #temporary: string;

  private constructor(folder: string, secret: string, server: Server) {
    this.#folder = folder;
    this.#secret = secret;
    this.#server = server;
    this.#desks = join(folder, "desks");
    this.#temporary = join(folder, "tmp");
    this.#surroundings = surroundings({
      INIT_CWD: this.#desks,
      LEAT_CACHE_HOME: join(this.#desks, ".cache"),
      LEAT_CANARY: secret,
      TMPDIR: this.#temporary,
    });
  }

  static async set(): Promise<Trap> {
    const folder = await Deno.makeTempDir({ prefix: "prey-" });
    const secret = `canary${crypto.randomUUID().replaceAll("-", "")}`;
    await Deno.writeTextFile(join(folder, "secret.json"), `["${secret}"]`);
    await Deno.mkdir(join(folder, "desks"));
    await Deno.mkdir(join(folder, "tmp"));
    return new Trap(folder, secret, serve([]));
  }

  /** Runs one, and holds it to what is expected of it. */
  async #spring(hostile: Hostile): Promise<void> {
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
    const address = await placed(hostile, desk, pages, prey);
    const finished = environment === undefined
      ? await here(desk, address)
      : await byCommand(desk, address, environment);
    const said = finished.out + finished.err;
    const why = `${name}: ${said}`;
    assert.ok(!said.includes(this.#secret), `${name}: told the secret`);
    assert.doesNotMatch(said, /[^\P{Cc}\n]/u, `${name}: commands the terminal`);
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
    assert.equal(await holds(desk.cache, this.#secret), undefined, name);
  }

  /** Some at a time; what is wrong with any is told at the end. */
  async spring(all: readonly Hostile[], atOnce = 3): Promise<void> {
    const left = [...all];
    const wrong: string[] = [];
    const work = async () => {
      for (let next = left.shift(); next; next = left.shift()) {
        await this.#spring(next).catch((error) => wrong.push(error.message));
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    assert.deepEqual(wrong, []);
    await nothingRuns(this.#folder);
    assert.deepEqual(await names(this.#temporary), []);
    assert.equal(await holds(this.#desks, this.#secret), undefined);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#surroundings[Symbol.dispose]();
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
    return join(desk.folder, "p.ts");
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
