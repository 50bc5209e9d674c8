import { Argument } from "@commander-js/extra-typings";
import { taskCommand } from "../_command.ts";

/** The suites, in the order in which they run. */
export const SUITE_NAMES = [
  "step",
  "kernels",
  "epoch",
  "start",
  "memory",
  "peers",
] as const;

/** What can be measured. */
export type SuiteName = (typeof SUITE_NAMES)[number];

/** What was asked for. */
export interface Arguments {
  readonly suites: readonly SuiteName[];
  /** One line of JSON a row, and nothing else. */
  readonly json: boolean;
  /** Few repetitions: to see that all runs, not to quote. */
  readonly quick: boolean;
  /** What a row's name must contain. */
  readonly only: string;
}

/**
 * Reads the command line; suites run in their own order, whatever was typed.
 *
 * @throws {CommanderError} where a suite or an option is unknown
 */
export function readArguments(args: readonly string[]): Arguments {
  const command = taskCommand("bench")
    .description("Measure how fast Leat is on this machine, beside others")
    .addArgument(
      new Argument("[suites...]", "all of them unless named")
        .choices(SUITE_NAMES),
    )
    .option("--json", "print one line of JSON a row", false)
    .option("--quick", "few repetitions", false)
    .option("--only <text>", 'what has this in its name, such as "128 px"', "")
    // `deno task bench step -- --json` hands the dashes on.
    .parse(args.filter((each) => each !== "--"), { from: "user" });
  const [named = []] = command.processedArgs;
  return {
    suites: named.length === 0
      ? SUITE_NAMES
      : SUITE_NAMES.filter((each) => named.includes(each)),
    ...command.opts(),
  };
}
