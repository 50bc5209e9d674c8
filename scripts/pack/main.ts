/**
 * `deno task pack`: makes the package that other repositories install. The same
 * sources give the same bytes.
 *
 * @module
 */
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { sha256 } from "../../src/base/codec/sha256.ts";
import { readOrExit, taskCommand } from "../_command.ts";
import { packageFiles } from "./package_files.ts";
import { tarball } from "./tarball.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** What the command line asks for. */
function asked(args: readonly string[]): { readonly out: string } {
  return taskCommand("pack")
    .description("Make the package that other repositories install")
    .option("--out <folder>", "where it goes", ".")
    .parse(args, { from: "user" })
    .opts();
}

const { out } = readOrExit(() => asked(Deno.args));
const files = await packageFiles(root);
const bytes = await tarball(files);
const { version } = JSON.parse(
  new TextDecoder().decode(files.get("package.json")),
);
const folder = resolve(Deno.env.get("INIT_CWD") ?? ".", out);
await Deno.mkdir(folder, { recursive: true });
const path = join(folder, `leat-${version}.tgz`);
await Deno.writeFile(path, bytes);
console.log(path);
console.log(
  `${files.size} files, ${(bytes.length / 1e6).toFixed(2)} MB, sha256 ${
    sha256(bytes)
  }`,
);
