/**
 * The command line of Leat.
 *
 * Exit codes: 0 done, 1 the pipeline failed, 2 wrong usage, 130 interrupted.
 *
 * @module
 */
import { Command, CommanderError } from "@commander-js/extra-typings";
import { auditCommand } from "./audit.ts";
import { cacheCommand } from "./cache.ts";
import { dashboardCommand } from "./dashboard.ts";
import { doctorCommand } from "./doctor.ts";
import { evaluateCommand } from "./evaluate.ts";
import { initCommand } from "./init.ts";
import { inspectCommand } from "./inspect.ts";
import { lrFindCommand } from "./lr_find.ts";
import { planCommand } from "./plan.ts";
import { predictCommand } from "./predict.ts";
import { reportCommand } from "./report.ts";
import { runsCommand } from "./runs.ts";
import { showCommand } from "./show.ts";
import { summaryCommand } from "./summary.ts";
import { serveCommand } from "./serve.ts";
import { trainCommand } from "./train.ts";
import { tuneCommand } from "./tune.ts";
import { updateCommand } from "./update.ts";
import { vendorCommand } from "./vendor.ts";
import { verifyCommand } from "./verify.ts";
import { watchCommand } from "./watch.ts";

const EXAMPLES = `
Examples:
  deno task train pets                  train the pipeline pipelines/pets.ts
  deno task train pets --help           more about training
  deno task train https://host/pets.ts  a pipeline from the web, without trust
  deno task update https://host/pets.ts show how it changed, and pin it anew
  deno task vendor https://host/pets.ts copy it into a folder of your own
  deno task plan pets                   what that would do, and why
  deno task watch pets                  train whenever the pipeline is saved
  deno task verify pets                 train anew and compare with leat.lock
  deno task lr-find pets                suggest a learning rate
  deno task predict pets photo.jpg      ask the trained model
  deno task serve pets                  a page to drop a picture on
  deno task evaluate pets               judge it by its validation set
  deno task audit pets                  what of its data may mislead
  deno task show pets                   a sheet of pictures after each stage
  deno task summary pets                one item and the network, stage by stage
  deno task report pets                 a page of how it does
  deno task inspect pets                what its network learned
  deno task runs                        what was trained, and what it gave
  deno task dashboard                   the same on a page, live
  deno task doctor                      what computes on this machine
  deno task tune                        find the fastest kernels for it
  deno task cache gc                    what of the cache is not needed`;

/** Runs a command line and answers with its exit code. */
export async function main(args: readonly string[]): Promise<number> {
  let code = 0;
  const exitWith = (value: number) => {
    code = value;
  };
  const program = new Command("deno task")
    .description("Declarative deep learning on Deno and WebGPU")
    .addHelpText("after", EXAMPLES)
    .exitOverride()
    .addCommand(trainCommand(exitWith))
    .addCommand(watchCommand(exitWith))
    .addCommand(planCommand(exitWith))
    .addCommand(verifyCommand(exitWith))
    .addCommand(lrFindCommand(exitWith))
    .addCommand(predictCommand(exitWith))
    .addCommand(serveCommand(exitWith))
    .addCommand(evaluateCommand(exitWith))
    .addCommand(auditCommand(exitWith))
    .addCommand(showCommand(exitWith))
    .addCommand(summaryCommand(exitWith))
    .addCommand(reportCommand(exitWith))
    .addCommand(inspectCommand(exitWith))
    .addCommand(runsCommand(exitWith))
    .addCommand(dashboardCommand(exitWith))
    .addCommand(doctorCommand(exitWith))
    .addCommand(tuneCommand(exitWith))
    .addCommand(cacheCommand(exitWith))
    .addCommand(updateCommand(exitWith))
    .addCommand(vendorCommand(exitWith))
    .addCommand(initCommand(exitWith));
  for (const command of program.commands) {
    command.exitOverride().showHelpAfterError(
      `Help and examples: deno task ${command.name()} --help`,
    );
  }
  try {
    // `deno task train pets -- --json` hands the dashes on.
    await program.parseAsync(args.filter((each) => each !== "--"), {
      from: "user",
    });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and the version are no errors.
    return error.exitCode === 0 ? 0 : 2;
  }
  return code;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
