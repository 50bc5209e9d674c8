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

/** What was asked for with such words. */
export function askedBy(flags: readonly string[]): Pick<
  TrainingOptions,
  "strict" | "eager" | "tune" | "lock"
> {
  const lock = (Object.keys(LOCK) as readonly (keyof typeof LOCK)[])
    .find((use) => LOCK[use].some((flag) => flags.includes(flag)));
  return {
    strict: flags.includes("--strict"),
    eager: flags.includes("--eager"),
    tune: !flags.includes("--no-tune"),
    lock: lock ?? "pin",
  };
}
