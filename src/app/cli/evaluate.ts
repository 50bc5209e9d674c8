import { Command } from "@commander-js/extra-typings";
import { storeRoot } from "../paths.ts";
import {
  type EvaluateEvent,
  evaluatePipeline,
  type EvaluationEnd,
} from "../run/evaluate.ts";
import { commandFor } from "./command_for.ts";
import { CODES } from "./exit_codes.ts";
import { listenForInterrupts } from "./interrupts.ts";
import { lockMisuse, lockUse } from "./lock_options.ts";
import { ALLOW_CODE, collectSetting, SET } from "./options.ts";
import { EndReport } from "./report/end_report.ts";
import { evaluationLines } from "./report/evaluation_lines.ts";
import { telling } from "./telling.ts";

const EXAMPLES = `
Examples:
  deno task evaluate pets                      by the validation set, as often as you like
  deno task evaluate pets --set fit.epochs=3   what was trained with that setting
  deno task evaluate pets --json               events as NDJSON, for programs
  deno task evaluate pets --test --reason "final figure for the report"

Nothing is trained. The test set is sealed: whoever chooses a model by it has no
figure left that says how the model does on what nobody saw. So each opening
needs a reason, is counted, and is told at the next one.`;

/** `deno task evaluate`. */
export function evaluateCommand(exitWith: (code: number) => void): Command {
  return new Command("evaluate")
    .description(
      "Judge a trained pipeline by its validation set, or its test set",
    )
    .argument("<pipeline>", "name, path or https address, each with #export")
    .option("--test", "open the test set as well; needs --reason")
    .option("--reason <text>", "why the test set is opened; it is kept")
    .option(...SET, collectSetting)
    .option("--frozen", "refuse what leat.lock does not pin")
    .option("--no-lock", "neither read nor write leat.lock")
    .option(...ALLOW_CODE)
    .option("--strict", "stop at an item that cannot be read")
    .option("--json", "print events as NDJSON and nothing else")
    .addHelpText("after", EXAMPLES)
    .action(async (pipeline, options, command) => {
      const { test, reason } = options;
      if (reason !== undefined && !test) {
        command.error("error: --reason is why --test is given: add --test");
      }
      // Of this command, `--lock` is what is there unless told.
      const lock = options.lock ? undefined : false;
      const misuse = lockMisuse({ ...options, lock });
      if (misuse) command.error(`error: ${misuse}`);
      const settings = options.set ?? [];
      const training = commandFor(pipeline, settings);
      const report = options.json ? undefined : new EndReport<EvaluationEnd>(
        training,
        "evaluation.end",
        (end) => evaluationLines(pipeline, end),
      );
      const { emit, exitCode } = telling<EvaluateEvent>(report);
      using interrupts = listenForInterrupts();
      const { status } = await evaluatePipeline(pipeline, {
        ...test ? { test: { reason: reason ?? "" } } : {},
        settings,
        training,
        strict: options.strict ?? false,
        trust: { allowCode: options.allowCode ?? false },
        lock: lockUse({ ...options, lock }),
        storeRoot: storeRoot(),
        emit,
        signal: interrupts.signal,
      });
      exitWith(exitCode(CODES[status]));
    }) as unknown as Command;
}
