import { Command } from "@commander-js/extra-typings";
import { Interrupted } from "../../base/errors/interrupted.ts";
import type { Emit, EventOf } from "../../flow/events/event.ts";
import { storeRoot } from "../paths.ts";
import { errorEvent } from "../error_event.ts";
import { planRun, type RunPlan } from "../run/plan_run.ts";
import { CODES } from "./exit_codes.ts";
import { listenForInterrupts } from "./interrupts.ts";
import { lockMisuse, lockUse } from "./lock_options.ts";
import { ALLOW_CODE, collectSetting, SET } from "./options.ts";
import { planTable } from "./report/plan_table.ts";
import { TerminalReport } from "./report/terminal_report.ts";

const EXAMPLES = `
Examples:
  deno task plan pets                          what training it would do
  deno task plan pets --set fit.epochs=3       and with a param changed
  deno task plan ./my/pets.ts#full --json      for programs

It trains nothing and downloads nothing. Times are those of earlier runs: of
epochs, the median of the same phase in the latest run that tells, scaled by the
number of items.`;

/** The event of a plan that was asked for. */
function planEvent(
  { nodes, notes, seconds, absent }: RunPlan,
): EventOf<"plan"> {
  return {
    type: "plan",
    nodes: nodes.map(({ key: _key, seconds, ...node }) => ({
      ...node,
      ...seconds === null ? {} : { seconds },
    })),
    ...notes.length === 0 ? {} : { notes },
    seconds,
    absent,
  };
}

/** `deno task plan`. */
export function planCommand(exitWith: (code: number) => void): Command {
  return new Command("plan")
    .description("Say what training a pipeline would do, why and for how long")
    .argument("<pipeline>", "name, path or https address, each with #export")
    .option(...SET, collectSetting)
    .option("--frozen", "refuse what leat.lock does not pin")
    .option("--no-lock", "do not read leat.lock")
    .option(...ALLOW_CODE)
    .option("--strict", "stop at an item that cannot be read")
    .option("--json", "print events as NDJSON and nothing else")
    .addHelpText("after", EXAMPLES)
    .action(async (pipeline, options, command) => {
      // Of this command, `--lock` is what is there unless told.
      const lock = options.lock ? undefined : false;
      const misuse = lockMisuse({ ...options, lock });
      if (misuse) command.error(`error: ${misuse}`);
      const report = new TerminalReport("", Deno.stdout.isTerminal());
      const emit: Emit = (event) => {
        if (options.json) console.log(JSON.stringify(event));
        else report.show(event);
      };
      using interrupts = listenForInterrupts();
      try {
        const plan = await planRun(pipeline, {
          settings: options.set ?? [],
          strict: options.strict ?? false,
          lock: lockUse({ ...options, lock }),
          trust: { allowCode: options.allowCode ?? false },
          storeRoot: storeRoot(),
          emit,
          signal: interrupts.signal,
        });
        if (options.json) emit(planEvent(plan));
        else planTable(plan).forEach((line) => console.log(line));
      } catch (error) {
        if (error instanceof Interrupted) return exitWith(CODES.cancelled);
        const event = errorEvent(error);
        emit(event);
        exitWith(event.stage === "command" ? 2 : CODES.failed);
      }
    }) as unknown as Command;
}
