import { Command } from "@commander-js/extra-typings";
import {
  type AuditEnd,
  type AuditEvent,
  auditPipeline,
} from "../look/audit_pipeline.ts";
import { storeRoot } from "../paths.ts";
import { commandFor } from "./command_for.ts";
import { CODES } from "./exit_codes.ts";
import { listenForInterrupts } from "./interrupts.ts";
import { collectSetting } from "./options.ts";
import { auditLines } from "./report/audit_lines.ts";
import { EndReport } from "./report/end_report.ts";
import { telling } from "./telling.ts";

const EXAMPLES = `
Examples:
  deno task audit pets            balance, copies across the split, odd pictures and labels
  deno task audit pets --strict   exit with 1 where there is a warning, as in CI
  deno task audit pets --json     all that was found, for programs

Nothing is trained or changed. Labels of the test set are not looked at, but its
items are compared with those of the other sets.`;

/** `deno task audit`. */
export function auditCommand(exitWith: (code: number) => void): Command {
  return new Command("audit")
    .description("Say what of a pipeline's data may mislead")
    .argument("<pipeline>", "name, path or https address, each with #export")
    .option("--set <path=value>", "change a param; repeatable", collectSetting)
    .option("--allow-code", "let stages of a pipeline from the web compute")
    .option("--strict", "exit with 1 where there is a warning")
    .option("--json", "print events as NDJSON and nothing else")
    .addHelpText("after", EXAMPLES)
    .action(async (pipeline, options) => {
      const settings = options.set ?? [];
      const report = options.json ? undefined : new EndReport<AuditEnd>(
        commandFor(pipeline, settings),
        "audit.end",
        (end) => auditLines(pipeline, end),
      );
      const { emit, exitCode } = telling<AuditEvent>(report);
      using interrupts = listenForInterrupts();
      const { status, findings } = await auditPipeline(pipeline, {
        settings,
        strict: false,
        trust: { allowCode: options.allowCode ?? false },
        storeRoot: storeRoot(),
        emit,
        signal: interrupts.signal,
      });
      const refused = options.strict &&
        findings.some(({ level }) => level === "warning");
      exitWith(exitCode(refused ? 1 : CODES[status]));
    }) as unknown as Command;
}
