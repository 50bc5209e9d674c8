import { parseArgs } from "node:util";

/** The suites, in the order in which they run. */
export const SUITE_NAMES = [
  "step",
  "kernels",
  "epoch",
  "start",
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

/** How the command is called. */
export const USAGE = `Usage: deno task bench [suite...] [options]

Suites: ${SUITE_NAMES.join(", ")}; all of them unless named

Options:
  --json          print one line of JSON a row
  --quick         few repetitions
  --only <text>   only what has this in its name, such as "128 px"`;

function isSuite(name: string): name is SuiteName {
  return SUITE_NAMES.some((each) => each === name);
}

/**
 * Reads the command line; suites run in their own order, whatever was typed.
 *
 * @throws {TypeError} where a suite or an option is unknown
 */
export function readArguments(args: readonly string[]): Arguments {
  const { values, positionals } = parseArgs({
    // `deno task bench step -- --json` hands the dashes on.
    args: args.filter((each) => each !== "--"),
    allowPositionals: true,
    options: {
      json: { type: "boolean", default: false },
      quick: { type: "boolean", default: false },
      only: { type: "string", default: "" },
    },
  });
  const unknown = positionals.find((each) => !isSuite(each));
  if (unknown !== undefined) {
    throw new TypeError(
      `Cannot measure "${unknown}": the suites are ${SUITE_NAMES.join(", ")}`,
    );
  }
  return {
    suites: positionals.length === 0
      ? SUITE_NAMES
      : SUITE_NAMES.filter((each) => positionals.includes(each)),
    ...values,
  };
}
