import { Command } from "@commander-js/extra-typings";
import { storeRoot } from "../../paths.ts";
import { forgetRuns } from "../../runs/forget.ts";
import { shortId } from "../../runs/run_store.ts";
import { attempt } from "../attempt.ts";
import { when } from "../report/when.ts";

const NOTES = `
What the runs computed stays in the cache until deno task cache gc finds that no
other run needs it. Openings of test sets stay counted.`;

/** `deno task runs forget`. */
export function forgetCommand(exitWith: (code: number) => void): Command {
  return new Command("forget")
    .description("Take runs out of the record, with their events")
    .argument("<runs...>", "names, beginnings of names, or last")
    .addHelpText("after", NOTES)
    .action(async (words) =>
      exitWith(
        await attempt(async () => {
          for (const run of await forgetRuns(storeRoot(), words)) {
            const { id, pipeline, started } = run;
            console.log(
              `Forgot ${shortId(id)} (${pipeline}, ${when(started)})`,
            );
          }
          return 0;
        }),
      )
    ) as unknown as Command;
}
