import { Command } from "@commander-js/extra-typings";
import { storeRoot } from "../paths.ts";
import type { TrainingOptions } from "../run/ready.ts";
import { lockUse } from "./lock_options.ts";
import { ALLOW_CODE, collectSetting, SET } from "./options.ts";

/**
 * A command that trains a pipeline, with the options that all of these have.
 *
 * @param pipeline what it takes for one
 */
export function trainingCommand(
  name: string,
  pipeline = "name, path or https address, each with #export",
) {
  return new Command(name)
    .argument("<pipeline>", pipeline)
    .option(...SET, collectSetting)
    .option(
      "--frozen",
      "refuse what leat.lock does not pin, and leave it alone",
    )
    .option("--lock", "write into leat.lock what the training gives")
    .option("--no-lock", "neither read nor write leat.lock")
    .option(...ALLOW_CODE)
    .option("--strict", "stop at an item that cannot be read")
    .option("--eager", "do every training step anew; the weights are the same")
    .option("--no-tune", "compute with kernels that no measurement chose")
    .option("--verbose", "say which steps were replayed, and on which kernels")
    .option("--json", "print events as NDJSON and nothing else");
}

/** What such a command was told. */
export type TrainingCommandOptions = ReturnType<
  ReturnType<typeof trainingCommand>["opts"]
>;

/** What was asked for, as a training takes it. */
export function trainingOptions(options: TrainingCommandOptions): Pick<
  TrainingOptions,
  "settings" | "strict" | "eager" | "tune" | "lock" | "trust" | "storeRoot"
> {
  return {
    settings: options.set ?? [],
    strict: options.strict ?? false,
    eager: options.eager ?? false,
    tune: options.tune,
    lock: lockUse(options),
    trust: { allowCode: options.allowCode ?? false },
    storeRoot: storeRoot(),
  };
}
