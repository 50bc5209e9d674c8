import type { Command } from "@commander-js/extra-typings";
import type { RunEvent } from "../../flow/events/event.ts";
import { supervise } from "../run/supervise.ts";
import { attempt } from "./attempt.ts";
import { commandFor } from "./command_for.ts";
import { CODES } from "./exit_codes.ts";
import { listenForInterrupts } from "./interrupts.ts";
import { lockMisuse } from "./lock_options.ts";
import { OPEN } from "./page.ts";
import { telling } from "./telling.ts";
import { trainOpen } from "./train_open.ts";
import { trainingCommand, trainingOptions } from "./training_command.ts";
import { watchHere } from "./watch.ts";
import { TerminalReport } from "./report/terminal_report.ts";

const EXAMPLES = `
Examples:
  deno task train pets                         a pipeline that comes with Leat
  deno task train pets#full                    another export of the same file
  deno task train ./my/pets.ts                 a file of your own
  deno task train https://host/pets.ts#full    one from the web, without trust
  deno task train pets --set fit.epochs=3      with a param changed
  deno task train xor --set hidden=2           with a knob of the file set
  deno task train pets --json                  events as NDJSON, for programs
  deno task train pets --eager                 replay no step: the same, slower
  deno task train pets --no-tune               kernels that need no measuring
  deno task train pets --frozen                nothing that leat.lock lacks
  deno task train pets --lock                  and write down what it gave
  deno task train pets --open                  on a page, live, with its curves
  deno task train pets --verbose               and what ran on which kernels`;

/** `deno task train`. */
export function trainCommand(exitWith: (code: number) => void): Command {
  return trainingCommand("train")
    .description("Train a pipeline; what is done already is not done again")
    .option("--watch", "and again whenever it is saved, as deno task watch")
    .option("--auto", "with --watch: wait for no key before what takes long")
    .option(...OPEN)
    .addHelpText("after", EXAMPLES)
    .action(async (pipeline, options, command) => {
      if (options.watch) {
        return await watchHere(pipeline, options, command, exitWith);
      }
      const misuse = lockMisuse(options);
      if (misuse) command.error(`error: ${misuse}`);
      if (options.open) {
        return exitWith(await attempt(() => trainOpen({ pipeline, options })));
      }
      const settings = options.set ?? [];
      const report = options.json ? undefined : new TerminalReport(
        commandFor(pipeline, settings),
        Deno.stdout.isTerminal(),
        options.verbose ?? false,
      );
      const { emit, exitCode } = telling<RunEvent>(report);
      using interrupts = listenForInterrupts();
      const { signal, kill } = interrupts;
      signal.addEventListener("abort", () => report?.stopping());
      const { status } = await supervise(pipeline, {
        ...trainingOptions(options),
        emit,
        signal,
        kill,
      });
      exitWith(exitCode(CODES[status]));
    }) as unknown as Command;
}
