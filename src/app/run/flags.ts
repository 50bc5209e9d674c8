import type { TrainingOptions } from "./ready.ts";

const LOCK = {
  pin: [],
  record: ["--lock"],
  frozen: ["--frozen"],
  ignore: ["--no-lock"],
} as const;

/** What was asked for besides settings, in the words of the command line. */
export function flagsOf(
  { strict, eager = false, tune = true, lock = "pin" }: Pick<
    TrainingOptions,
    "strict" | "eager" | "tune" | "lock"
  >,
): readonly string[] {
  return [
    ...strict ? ["--strict"] : [],
    ...eager ? ["--eager"] : [],
    ...tune ? [] : ["--no-tune"],
    ...LOCK[lock],
  ];
}
