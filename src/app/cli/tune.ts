import { Command } from "@commander-js/extra-typings";
import { errorEvent } from "../run/error_event.ts";
import { errorLines } from "./report/error_lines.ts";

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
      try {
        const { adapter, tuning, file } = await tune(
          (times) => {
            if (!begun) {
              console.log(line("kernel", "form", "each run", "first run"));
            }
            begun = true;
            for (const { kernel, form, first, each, right } of times) {
              const took = right ? ms(each) : "wrong";
              console.log(line(kernel, WORDS[form], took, ms(first)));
            }
          },
          (notice) => console.error(notice),
        );
        console.log(`\nAdapter: ${adapter}`);
        console.log(`Convolutions: ${tuningText(tuning)}`);
        console.log(`Kept for later runs: ${file}`);
        exitWith(0);
      } catch (error) {
        for (const each of errorLines(errorEvent(error))) console.error(each);
        exitWith(1);
      }
    }) as unknown as Command;
}
