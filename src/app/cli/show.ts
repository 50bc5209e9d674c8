import {
  Command,
  InvalidArgumentError,
  Option,
} from "@commander-js/extra-typings";
import { resolve } from "node:path";
import {
  type ShowEnd,
  type ShowEvent,
  showPipeline,
} from "../look/show_pipeline.ts";
import { callerFolder, storeRoot } from "../paths.ts";
import { commandFor } from "./command_for.ts";
import { CODES } from "./exit_codes.ts";
import { listenForInterrupts } from "./interrupts.ts";
import { collectGiven } from "./set_option.ts";
import { showLines } from "./report/show_lines.ts";
import { EndReport } from "./report/end_report.ts";
import { telling } from "./telling.ts";

const EXAMPLES = `
Examples:
  deno task show pets                         the first batch of training, as a sheet of pictures
  deno task show pets --epoch 3 --seed 7      as the third epoch draws it, from another seed
  deno task show pets --set valid --rows 8    more items of the validation set
  deno task show pets --out sheet.png         where to draw it
  deno task show weather                      rows: as they are, as read, as seen

Training items stand in the order of the epoch's batches, under the very draws
that training them would use.`;

/** The most cells a row or a column: a sheet is a picture, held in memory. */
const MOST = 25;

function countOf(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= MOST) return count;
  throw new InvalidArgumentError(`Write a whole number, 1 to ${MOST}`);
}

function epochOf(text: string): number {
  const epoch = Number(text);
  if (Number.isSafeInteger(epoch) && epoch >= 1) return epoch;
  throw new InvalidArgumentError("Write a whole number from 1");
}

function seedOf(text: string): number {
  const seed = text === "" ? NaN : Number(text);
  if (Number.isSafeInteger(seed) && seed >= 0) return seed;
  throw new InvalidArgumentError("Write a whole number from 0");
}

function sheetFile(text: string): string {
  if (text.toLowerCase().endsWith(".png")) return text;
  throw new InvalidArgumentError("Write a file that ends in .png");
}

/** `deno task show`. */
export function showCommand(exitWith: (code: number) => void): Command {
  return new Command("show")
    .description("Show items after each stage: pictures as a sheet, or rows")
    .argument("<pipeline>", "name, path or https address, each with #export")
    .option("--rows <count>", "rows of the sheet", countOf, 4)
    .option("--columns <count>", "items in a row", countOf, 2)
    .addOption(
      new Option(
        "--set <set>",
        "train or valid; or path=value, which changes a param; repeatable",
      ).argParser(collectGiven),
    )
    .option("--epoch <number>", "of all epochs, from 1", epochOf, 1)
    .option("--seed <number>", "in place of the schedule's", seedOf)
    .option("--out <file>", "where to draw the sheet: .png", sheetFile)
    .option("--allow-code", "let stages of a pipeline from the web compute")
    .option("--strict", "stop at an item that cannot be read")
    .option("--json", "print events as NDJSON and nothing else")
    .addHelpText("after", EXAMPLES)
    .action(async (pipeline, options) => {
      const { set, settings } = options.set ??
        { set: "train" as const, settings: [] };
      const { rows, columns, epoch, seed, out } = options;
      const report = options.json ? undefined : new EndReport<ShowEnd>(
        commandFor(pipeline, settings),
        "show.end",
        showLines,
      );
      const { emit, exitCode } = telling<ShowEvent>(report);
      using interrupts = listenForInterrupts();
      const { status } = await showPipeline(pipeline, {
        set,
        rows,
        columns,
        epoch,
        ...seed === undefined ? {} : { seed },
        ...out === undefined ? {} : { out: resolve(callerFolder(), out) },
        settings,
        strict: options.strict ?? false,
        trust: { allowCode: options.allowCode ?? false },
        storeRoot: storeRoot(),
        emit,
        signal: interrupts.signal,
      });
      exitWith(exitCode(CODES[status]));
    }) as unknown as Command;
}
