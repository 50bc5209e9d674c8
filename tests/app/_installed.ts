/**
 * Leat as a package in a repository of its own, outside of this one.
 *
 * @module
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { unpackTar } from "modern-tar";
import { packageFiles } from "../../scripts/pack/package_files.ts";
import { tarball } from "../../scripts/pack/tarball.ts";
import { type Finished, finished } from "./_cli.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Makes the package that others install. */
export async function packed(): Promise<Uint8Array<ArrayBuffer>> {
  return await tarball(await packageFiles(root));
}

/** A repository, with a cache of its own beside it. */
export class Repository {
  readonly folder: string;
  readonly #cache: string;

  constructor(folder: string, cache: string) {
    this.folder = folder;
    this.#cache = cache;
  }

  /** Runs Deno there, or in a folder below. */
  async deno(args: readonly string[], below?: string): Promise<Finished> {
    return await finished(this.start(args, below));
  }

  /** The same, which goes on meanwhile. */
  start(args: readonly string[], below = "."): Deno.ChildProcess {
    return new Deno.Command(Deno.execPath(), {
      args: [...args],
      cwd: join(this.folder, below),
      env: {
        LEAT_CACHE: "",
        LEAT_CACHE_HOME: this.#cache,
        INIT_CWD: join(this.folder, below),
        NO_COLOR: "1",
      },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  }

  /** The same, and it must go well; answers with what was printed. */
  async must(args: readonly string[], below?: string): Promise<string> {
    const { code, out, err } = await this.deno(args, below);
    if (code !== 0) throw new Error(`deno ${args.join(" ")}: ${out}\n${err}`);
    return out;
  }

  async write(path: string, content: string): Promise<void> {
    await Deno.mkdir(join(this.folder, path, ".."), { recursive: true });
    await Deno.writeTextFile(join(this.folder, path), content);
  }

  /**
   * Installs the package as npm does: its files in one folder, what it depends
   * on beside it. Those come out of Deno's cache.
   */
  async install(tgz: Uint8Array<ArrayBuffer>): Promise<void> {
    const leat = join(this.folder, "node_modules/leat");
    const entries = await unpackTar(new Uint8Array(gunzipSync(tgz)));
    const manifest = entries.find(({ header }) =>
      header.name === "package/package.json"
    );
    const { dependencies } = JSON.parse(
      new TextDecoder().decode(manifest?.data),
    );
    // Types are for checks alone, and no run of Leat's own needs them.
    const { "@types/node": _types, ...needed } = dependencies;
    const imports = Object.fromEntries(
      Object.entries(needed).map(([name, at]) => [name, `npm:${name}@${at}`]),
    );
    const config = { nodeModulesDir: "auto", lock: false, imports };
    await this.write("install.json", JSON.stringify(config));
    await this.must(["install", "--quiet", "--config=install.json"]);
    await Deno.remove(join(this.folder, "install.json"));
    for (const { header, data } of entries) {
      const path = join(leat, header.name.replace(/^package\//, ""));
      await Deno.mkdir(join(path, ".."), { recursive: true });
      await Deno.writeFile(path, data ?? new Uint8Array());
    }
    const bin = join(this.folder, "node_modules/.bin");
    await Deno.mkdir(bin, { recursive: true });
    await Deno.symlink("../leat/src/app/cli/leat.js", join(bin, "leat"));
  }
}
