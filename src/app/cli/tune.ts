import { Command } from "@commander-js/extra-typings";
import type { FormTime } from "../../engine/tune/contest.ts";
import { attempt } from "./attempt.ts";

const EXAMPLES = `
Examples:
  deno task tune            measure, and keep what is fastest

What is kept holds for all later runs on this adapter and driver. It may change
the last bits of what they train: \`deno task train <pipeline> --no-tune\` uses
the kernels that need no measuring.`;

const [NAME, FORM, NUMBER] = [24, 18, 12];

function line(name: string, form: string, ...others: readonly string[]) {
  return name.padEnd(NAME) + form.padEnd(FORM) +
    others.map((each) => each.padStart(NUMBER)).join("");
}

/** `deno task tune`. */
export function tuneCommand(exitWith: (code: number) => void): Command {
  return new Command("tune")
    .description("Find out which kernels are fastest on this machine")
    .addHelpText("after", EXAMPLES)
    .action(async () => {
      // The other commands start without loading a GPU library.
      const { tune } = await import("../../engine/tune/tune.ts");
      const { tuningText, WORDS } = await import(
        "../../engine/kernels/tuning.ts"
      );
      const ms = (value: number) => `${value.toFixed(1)} ms`;
      let begun = false;
      const onTimes = (times: readonly FormTime[]) => {
        if (!begun) {
          console.log(line("kernel", "form", "each run", "first run"));
        }
        begun = true;
        for (const { kernel, form, first, each, right } of times) {
          const took = right ? ms(each) : "wrong";
          console.log(line(kernel, WORDS[form], took, ms(first)));
        }
      };
      exitWith(
        await attempt(async () => {
          const { adapter, tuning, file } = await tune(
            onTimes,
            (notice) => console.error(notice),
          );
          console.log(`\nAdapter: ${adapter}`);
          console.log(`Convolutions: ${tuningText(tuning)}`);
          console.log(`Kept for later runs: ${file}`);
          return 0;
        }),
      );
    }) as unknown as Command;
}
