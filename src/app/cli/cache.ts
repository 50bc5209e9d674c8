import { Command } from "@commander-js/extra-typings";
import { plainText } from "../../base/codec/plain_text.ts";
import { collectData, collectStore, type GcOptions } from "../cache/gc.ts";
import { listCaches } from "../cache/list.ts";
import { verifyData, verifyStore } from "../cache/verify.ts";
import { dataRoots } from "../data/data_roots.ts";
import { storeRoot } from "../paths.ts";
import { errorEvent } from "../error_event.ts";
import { parseBytes, parseDays } from "./options.ts";
import {
  collectedLines,
  listLines,
  verifiedLines,
} from "./report/cache_lines.ts";
import { errorLines } from "./report/error_lines.ts";

const GC_NOTES = `
Stays: all that the latest successful run of each pipeline has, all that runs
of the last days have, what was used within these days, models for people
(models/), and what was used within the last hour, whatever is asked for.

Examples:
  deno task cache gc                          what would go, and how much it is
  deno task cache gc --delete                 remove it
  deno task cache gc --keep-days 2            of runs of the last two days
  deno task cache gc --max-bytes 20G          and the least used above 20 GiB
  deno task cache gc --datasets               datasets and weights as well`;

const VERIFY_NOTES = `
Exits with 1 if anything is damaged and was not taken out.

Examples:
  deno task cache verify                      read every file of every result
  deno task cache verify --repair             take out what is damaged
  deno task cache verify --datasets           fetched datasets as well`;

/** Prints lines; code from the web may have a say in what is in its store. */
function printLines(lines: readonly string[]): void {
  lines.forEach((line) => console.log(plainText(line)));
}

/** Prints lines, or the value as JSON. */
function print<Value>(
  values: readonly Value[],
  lines: (value: Value) => readonly string[],
  json: boolean | undefined,
): void {
  if (json) return console.log(JSON.stringify(values));
  values.forEach((each) => printLines(lines(each)));
}

/** Runs a command, and tells what is the matter if it fails. */
async function attempt(run: () => Promise<number>): Promise<number> {
  try {
    return await run();
  } catch (error) {
    for (const line of errorLines(errorEvent(error))) console.error(line);
    return 1;
  }
}

type ExitWith = (code: number) => void;

function listCommand(exitWith: ExitWith) {
  return new Command("list")
    .description("Say what the cache holds, by kind and by pipeline")
    .option("--json", "print everything as JSON, one thing an object")
    .action(async ({ json }) =>
      exitWith(
        await attempt(async () => {
          const listed = await listCaches(storeRoot());
          if (json) console.log(JSON.stringify(listed));
          else printLines(listLines(listed, Date.now()));
          return 0;
        }),
      )
    );
}

function gcCommand(exitWith: ExitWith) {
  return new Command("gc")
    .description("Say what no run needs any more, and remove it if told to")
    .option("--delete", "remove it; without, nothing is removed")
    .option("--keep-days <days>", "what is young stays", parseDays, 14)
    .option(
      "--max-bytes <size>",
      "what a cache may hold: 20G, 500M",
      parseBytes,
    )
    .option("--datasets", "also datasets and weights that are not used")
    .option("--json", "print what goes as JSON")
    .addHelpText("after", GC_NOTES)
    .action(async ({ keepDays, maxBytes, datasets, json, ...options }) =>
      exitWith(
        await attempt(async () => {
          const remove = options.delete ?? false;
          const told: GcOptions = {
            now: Date.now(),
            keepDays,
            ...maxBytes === undefined ? {} : { maxBytes },
            remove,
          };
          const collected = [await collectStore(storeRoot(), told)];
          for (const root of datasets ? dataRoots() : []) {
            collected.push(await collectData(root, told));
          }
          print(collected, collectedLines, json);
          const some = collected.some(({ swept }) => swept.length > 0);
          if (some && !remove && !json) {
            console.log("Nothing is removed yet; to do it, add --delete");
          }
          return 0;
        }),
      )
    );
}

function verifyCommand(exitWith: ExitWith) {
  return new Command("verify")
    .description("Read every file of the cache and check it by its SHA-256")
    .option("--repair", "take out what is damaged; the next run makes it anew")
    .option("--datasets", "also datasets that were fetched")
    .option("--json", "print what is damaged as JSON")
    .addHelpText("after", VERIFY_NOTES)
    .action(async ({ repair = false, datasets, json }) =>
      exitWith(
        await attempt(async () => {
          const verified = [await verifyStore(storeRoot(), repair)];
          for (const root of datasets ? dataRoots() : []) {
            verified.push(await verifyData(root, repair));
          }
          print(verified, verifiedLines, json);
          const bad = verified.some(({ damaged, repaired }) =>
            damaged.length > 0 && !repaired
          );
          return bad ? 1 : 0;
        }),
      )
    );
}

/** `deno task cache list | gc | verify`. */
export function cacheCommand(exitWith: ExitWith): Command {
  const cache = new Command("cache")
    .description("Look after what is kept: list it, check it, make room");
  for (const make of [listCommand, verifyCommand, gcCommand]) {
    const command = make(exitWith);
    command.exitOverride().showHelpAfterError(
      `Help and examples: deno task cache ${command.name()} --help`,
    );
    cache.addCommand(command as unknown as Command);
  }
  return cache as unknown as Command;
}
