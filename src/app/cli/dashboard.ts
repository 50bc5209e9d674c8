import { Command } from "@commander-js/extra-typings";
import { attempt } from "./attempt.ts";
import { parsePort } from "./options.ts";
import { trainOpen } from "./train_open.ts";

const EXAMPLES = `
Examples:
  deno task dashboard                   a page of all that was and is trained
  deno task dashboard --port 9000       at this port, or not at all
  deno task train pets --open           the same, and a training with it
  deno task watch pets --open           and another whenever it is saved

It shows trainings of other terminals, too, as they go on; those can be stopped
on the page, and what was stopped goes on from there in this terminal. Only
programs of this machine reach the page.`;

/** `deno task dashboard`. */
export function dashboardCommand(exitWith: (code: number) => void): Command {
  return new Command("dashboard")
    .description("Show trainings on a page, live and past")
    .option("--port <port>", "8000 or the next free one unless told", parsePort)
    .option("--no-open", "open no browser")
    .addHelpText("after", EXAMPLES)
    .action(async ({ port, open }) =>
      exitWith(
        await attempt(() =>
          trainOpen({
            options: { tune: true },
            port,
            browser: open,
          })
        ),
      )
    ) as unknown as Command;
}
