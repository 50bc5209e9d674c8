import { Command, InvalidArgumentError } from "@commander-js/extra-typings";
import { RATE_TRIAL, rateTrialOptions } from "../../engine/rates/trial.ts";
import { isFigurePath } from "../figure/write_figure.ts";
import { storeRoot } from "../paths.ts";
import { findRates, type RatesEvent } from "../run/find_rates.ts";
import { commandFor } from "./command_for.ts";
import { CODES } from "./exit_codes.ts";
import { listenForInterrupts } from "./interrupts.ts";
import { ALLOW_CODE, collectSetting, SET } from "./options.ts";
import { RatesFigure } from "./rates_figure.ts";
import { RatesReport } from "./report/rates_report.ts";
import { telling } from "./telling.ts";

const EXAMPLES = `
Examples:
  deno task lr-find pets                      the curve, and what it suggests
  deno task lr-find pets --out curve.png      draw it there; .svg works too
  deno task lr-find pets --unfrozen           on all layers, not the head alone
  deno task lr-find ./my/pets.ts --start 1e-5 --end 1 --steps 200
  deno task lr-find pets --json               events as NDJSON, for programs

The model, its checkpoints and results stay as they are.`;

/** A number as an option. */
function numberOf(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && Number.isFinite(value)) return value;
  throw new InvalidArgumentError("Write a number, such as 1e-5");
}

/** A file for a drawing. */
function figureOf(text: string): string {
  if (isFigurePath(text)) return text;
  throw new InvalidArgumentError("Write a file that ends in .svg or .png");
}

/** `deno task lr-find`. */
export function lrFindCommand(exitWith: (code: number) => void): Command {
  return new Command("lr-find")
    .description(
      "Try learning rates and suggest one; trains nothing that stays",
    )
    .argument("<pipeline>", "name, path or https address, each with #export")
    .option("--start <rate>", "the first rate", numberOf, RATE_TRIAL.start)
    .option("--end <rate>", "the last rate", numberOf, RATE_TRIAL.end)
    .option("--steps <count>", "rates to try", numberOf, RATE_TRIAL.steps)
    .option("--no-stop", "go on where the loss diverges")
    .option("--unfrozen", "train all layers, whatever the schedule freezes")
    .option("--out <file>", "where to draw the curve: .svg or .png", figureOf)
    .option(...SET, collectSetting)
    .option(...ALLOW_CODE)
    .option("--strict", "stop at an item that cannot be read")
    .option("--json", "print events as NDJSON and nothing else")
    .addHelpText("after", EXAMPLES)
    .action(async (pipeline, options, command) => {
      const { start, end, steps, stop, out } = options;
      const trial = { start, end, steps, stop };
      try {
        rateTrialOptions(trial);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        command.error(`error: ${error.message}`);
      }
      const settings = options.set ?? [];
      const report = options.json ? undefined : new RatesReport(
        commandFor(pipeline, settings),
        Deno.stdout.isTerminal() ? Deno.consoleSize().columns : undefined,
      );
      const { emit, exitCode } = telling<RatesEvent>(report);
      using interrupts = listenForInterrupts();
      const { signal } = interrupts;
      const { status } = await findRates(pipeline, {
        ...trial,
        unfrozen: options.unfrozen ?? false,
        settings,
        strict: options.strict ?? false,
        trust: { allowCode: options.allowCode ?? false },
        storeRoot: storeRoot(),
        emit,
        signal,
      }, new RatesFigure(out));
      exitWith(exitCode(CODES[status]));
    }) as unknown as Command;
}
