import { Command } from "@commander-js/extra-typings";
import { storeRoot } from "../paths.ts";
import {
  type ReportEnd,
  type ReportEvent,
  reportOn,
} from "../report/report.ts";
import { commandFor } from "./command_for.ts";
import { CODES } from "./exit_codes.ts";
import { listenForInterrupts } from "./interrupts.ts";
import { lockUse } from "./lock_options.ts";
import { collectSetting } from "./options.ts";
import { reportLines } from "./report/report_lines.ts";
import { EndReport } from "./report/end_report.ts";
import { telling } from "./telling.ts";

const EXAMPLES = `
Examples:
  deno task report pets                      write a page, and print its path
  deno task report pets --out pets.html      write it there
  deno task report pets --figures figures    its figures too, as SVG and PNG
  deno task report pets --set fit.epochs=3   what was trained with that setting
  deno task report pets --json               figures as NDJSON, for programs

The page needs nothing else: it can be sent, kept and printed. It tells of what
is trained, by its validation set; nothing is trained, and no GPU is used.`;

/** `deno task report`. */
export function reportCommand(exitWith: (code: number) => void): Command {
  return new Command("report")
    .description("Write a page that tells how a trained pipeline does")
    .argument("<pipeline>", "name, path or https address, each with #export")
    .option("--out <file>", "where the page is written")
    .option("--figures <folder>", "write the figures there, as SVG and PNG")
    .option("--set <path=value>", "change a param; repeatable", collectSetting)
    .option("--frozen", "refuse what leat.lock does not pin")
    .option("--no-lock", "neither read nor write leat.lock")
    .option("--strict", "stop at an item that cannot be read")
    .option("--json", "print events as NDJSON and nothing else")
    .addHelpText("after", EXAMPLES)
    .action(async (pipeline, options) => {
      const settings = options.set ?? [];
      const training = commandFor(pipeline, settings);
      const report = options.json ? undefined : new EndReport<ReportEnd>(
        training,
        "report.end",
        reportLines,
      );
      const { emit, exitCode } = telling<ReportEvent>(report);
      using interrupts = listenForInterrupts();
      const { status } = await reportOn(pipeline, {
        wanted: { out: options.out, figures: options.figures },
        settings,
        training,
        strict: options.strict ?? false,
        lock: lockUse({
          frozen: options.frozen,
          lock: options.lock ? undefined : false,
        }),
        storeRoot: storeRoot(),
        emit,
        signal: interrupts.signal,
      });
      exitWith(exitCode(CODES[status]));
    }) as unknown as Command;
}
