import { Command, Option } from "@commander-js/extra-typings";
import {
  type ExportEnd,
  type ExportEvent,
  exportModel,
} from "../export/export_model.ts";
import { FORMATS } from "../export/formats.ts";
import { CODES } from "./exit_codes.ts";
import { listenForInterrupts } from "./interrupts.ts";
import { ALLOW_CODE } from "./options.ts";
import { EndReport } from "./report/end_report.ts";
import { exportLines } from "./report/export_lines.ts";
import { telling } from "./telling.ts";

const EXAMPLES = `
Examples:
  deno task export pets --to onnx          for ONNX Runtime, in any language
  deno task export pets --to tfjs          for TensorFlow.js
  deno task export pets --to safetensors   the weights alone, under torch's names
  deno task export pets --to web           a page that needs no server of ours
  deno task export pets --to onnx --out m  into the folder m

Beside the files stands a README.md with code that runs them.`;

/** `deno task export`. */
export function exportCommand(exitWith: (code: number) => void): Command {
  return new Command("export")
    .description("Write a trained model for other programs to run")
    .argument("<pipeline>", "name, path or https address, each with #export")
    .addOption(
      new Option("--to <format>", "what to write").choices(FORMATS)
        .makeOptionMandatory(),
    )
    .option("--out <folder>", "where it is written")
    .option("--force", "write among other files that are there")
    .option(...ALLOW_CODE)
    .option("--json", "print events as NDJSON and nothing else")
    .addHelpText("after", EXAMPLES)
    .action(async (pipeline, options) => {
      const { to, out, force = false, allowCode = false, json } = options;
      const report = json ? undefined : new EndReport<ExportEnd>(
        `deno task train ${pipeline}`,
        "export.end",
        exportLines,
      );
      const { emit, exitCode } = telling<ExportEvent>(report);
      using interrupts = listenForInterrupts();
      const { status } = await exportModel(pipeline, {
        format: to,
        out,
        force,
        trust: { allowCode },
        signal: interrupts.signal,
        emit,
      });
      exitWith(exitCode(CODES[status]));
    }) as unknown as Command;
}
