/**
 * `deno task prove`: goes the way of somebody who uses Leat in a repository of
 * their own. It packs twice, installs the tarball with npm outside of this
 * repository, begins, tests, trains and locks, clones with git, and does in the
 * clone what the CI workflow that Leat wrote does. Needs npm and git; minutes.
 *
 * @module
 */
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { sha256File } from "../../src/base/codec/sha256.ts";
import { readOrExit, taskCommand } from "../_command.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** What the command line asks for. */
function asked(args: readonly string[]): { readonly keep?: true } {
  return taskCommand("prove")
    .description("Use Leat's package as others do, from its tarball to a clone")
    .option("--keep", "leave the folder with both repositories")
    .parse(args, { from: "user" })
    .opts();
}

/** A command of a shell, shown before it runs; it must go well. */
async function run(
  folder: string,
  line: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<void> {
  console.log(`\n$ ${line}`);
  const [program = "", ...args] = line.split(" ");
  const { code } = await new Deno.Command(
    program === "deno" ? Deno.execPath() : program,
    {
      args,
      cwd: folder,
      env: { NO_COLOR: "1", INIT_CWD: folder, LEAT_CACHE: "", ...environment },
      stdin: "null",
      stdout: "inherit",
      stderr: "inherit",
    },
  ).spawn().status;
  if (code !== 0) throw new Error(`${line}: exit code ${code}`);
}

/** Packs into a folder and answers with the tarball. */
async function pack(folder: string): Promise<string> {
  await run(root, `deno task --quiet pack --out ${folder}`);
  const [file] = await Array.fromAsync(Deno.readDir(folder));
  if (file === undefined) throw new Error(`Nothing was packed into ${folder}`);
  return join(folder, file.name);
}

/** The commands of a workflow that are one line, in order. */
async function workflow(repository: string): Promise<readonly string[]> {
  const path = join(repository, ".github/workflows/verify.yml");
  const text = await Deno.readTextFile(path);
  return [...text.matchAll(/^ +- run: (.+)$/gm)].map(([, line = ""]) => line);
}

const { keep } = readOrExit(() => asked(Deno.args));
const folder = await Deno.makeTempDir({ prefix: "leat-prove-" });
try {
  const mine = join(folder, "mine");
  const tgz = await pack(join(mine, "vendor"));
  const other = await pack(join(folder, "other"));
  if (await sha256File(tgz) !== await sha256File(other)) {
    throw new Error(`${tgz} and ${other} differ`);
  }
  await run(mine, `npm install --no-fund --no-audit ./vendor/${basename(tgz)}`);
  await run(mine, "deno run -A npm:leat init");
  await run(mine, "deno task test");
  await run(mine, "deno check pipelines/pets.ts");
  await run(mine, "deno task train pets --lock");

  await run(mine, "git init --quiet");
  await run(mine, "git add .");
  const who = "-c user.name=Leat -c user.email=leat@example.com";
  await run(mine, `git ${who} commit --quiet -m Begin`);
  const clone = join(folder, "clone");
  await run(folder, `git clone --quiet ${mine} ${clone}`);
  // Another machine has nothing that was drawn or fetched here.
  const fresh = { LEAT_CACHE_HOME: join(folder, "fresh") };
  for (const line of await workflow(clone)) await run(clone, line, fresh);
  console.log("\nProven: packed, installed, trained, locked, cloned, verified");
} finally {
  if (keep) console.log(`\nKept: ${folder}`);
  else await Deno.remove(folder, { recursive: true });
}
