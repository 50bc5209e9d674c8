import { join, relative, resolve } from "node:path";
import { Command } from "@commander-js/extra-typings";
import { z } from "zod";
import { notAPackage } from "../../base/errors/init.ts";
import { unlessAbsent } from "../../base/store/unless_absent.ts";
import { begin, type Begun } from "../init/begin.ts";
import { callerFolder, leatRoot } from "../paths.ts";
import { attempt } from "./attempt.ts";
import { quoted } from "./command_for.ts";
import { WANTED_DENO } from "../runtime.ts";

const EXAMPLES = `
Examples:
  leat init                 in the folder where you are
  leat init cats            in a folder, which is made if it is not there

Nothing is overwritten: files that are there stay as they are.`;

const manifest = z.looseObject({ version: z.string() });

/**
 * The version of this Leat.
 *
 * @throws {PipelineError} when it is not a package
 */
async function packageVersion(): Promise<string> {
  const path = join(leatRoot, "package.json");
  const text = await unlessAbsent(Deno.readTextFile(path));
  if (text === undefined) throw notAPackage();
  return manifest.parse(JSON.parse(text)).version;
}

/** What was done, and what to do next. */
function lines(folder: string, { written, kept, origin }: Begun) {
  const here = relative(callerFolder(), folder);
  const enter = here === "" ? [] : [`  cd ${quoted(here)}`];
  const outside = origin.type === "package.json" ? origin.outside : undefined;
  return [
    ...written.map((path) => `Wrote ${path}`),
    ...kept.map((path) => `Kept ${path}`),
    ...outside === undefined ? [] : [
      `Warning: package.json takes Leat from ${outside}, which a clone does not have: put the tarball into this folder and npm install it from there`,
    ],
    "",
    `Next, with Deno ${WANTED_DENO} (or npx -y deno@${WANTED_DENO} in its place):`,
    ...enter,
    "  deno task train pets           train the first pipeline",
    "  deno task test                 test it",
    "  deno task train pets --lock    write into pipelines/leat.lock what it gave",
    "  git init && git add . && git commit -m Begin",
    ...origin.type === "registry"
      ? []
      : ["", "In a clone, npm ci comes first."],
  ];
}

/** `leat init`. */
export function initCommand(exitWith: (code: number) => void): Command {
  return new Command("init")
    .description("Begin a repository of your own, with a first pipeline")
    .argument("[folder]", "where; not where you are")
    // It is run before there are tasks.
    .configureHelp({ commandUsage: () => "leat init [options] [folder]" })
    .addHelpText("after", EXAMPLES)
    .action(async (given) => {
      const folder = resolve(callerFolder(), given ?? ".");
      exitWith(
        await attempt(async () => {
          const begun = await begin(folder, await packageVersion());
          for (const line of lines(folder, begun)) console.log(line);
          return 0;
        }),
      );
    }) as unknown as Command;
}
