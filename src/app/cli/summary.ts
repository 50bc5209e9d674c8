import { Command } from "@commander-js/extra-typings";
import {
  summarizePipeline,
  type SummaryEnd,
  type SummaryEvent,
} from "../look/summarize_pipeline.ts";
import { storeRoot } from "../paths.ts";
import { commandFor } from "./command_for.ts";
import { CODES } from "./exit_codes.ts";
import { listenForInterrupts } from "./interrupts.ts";
import { collectSetting } from "./options.ts";
import { summaryLines } from "./report/summary_lines.ts";
import { EndReport } from "./report/end_report.ts";
import { telling } from "./telling.ts";

const EXAMPLES = `
Examples:
  deno task summary pets                       one item through every stage, then the network
  deno task summary pets --item cat_12.jpg     follow another item
  deno task summary pets --set input.size=224  what a setting makes of it
  deno task summary pets --json                for programs

Nothing is trained. Multiply-adds are counted while one item goes through the
network: those of convolutions and matrix products, for one item.`;

/** `deno task summary`. */
export function summaryCommand(exitWith: (code: number) => void): Command {
  return new Command("summary")
    .description("Walk one item through every stage, and show the network")
    .argument("<pipeline>", "name, path or https address, each with #export")
    .option("--item <name>", "the item to follow, as the source lists it")
    .option("--set <path=value>", "change a param; repeatable", collectSetting)
    .option("--allow-code", "let stages of a pipeline from the web compute")
    .option("--strict", "stop at an item that cannot be read")
    .option("--json", "print events as NDJSON and nothing else")
    .addHelpText("after", EXAMPLES)
    .action(async (pipeline, options) => {
      const settings = options.set ?? [];
      const report = options.json ? undefined : new EndReport<SummaryEnd>(
        commandFor(pipeline, settings),
        "summary.end",
        (end) => summaryLines(pipeline, end),
      );
      const { emit, exitCode } = telling<SummaryEvent>(report);
      using interrupts = listenForInterrupts();
      const { status } = await summarizePipeline(pipeline, {
        ...options.item === undefined ? {} : { item: options.item },
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
