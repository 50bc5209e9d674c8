import { Command } from "@commander-js/extra-typings";
import { errorEvent } from "../run/error_event.ts";
import { errorLines } from "./report/error_lines.ts";

const EXAMPLES = `
Examples:
  deno task tune            measure, and keep what is fastest

What is kept holds for all later runs on this adapter and driver. It may change
the last bits of what they train: \`deno task train <pipeline> --no-tune\` uses
the kernels that need no measuring.`;

const [NAME, NUMBER] = [24, 12];

function line(name: string, ...numbers: readonly string[]): string {
  return name.padEnd(NAME) +
    numbers.map((each) => each.padStart(NUMBER)).join("");
}

/** `deno task tune`. */
export function tuneCommand(exitWith: (code: number) => void): Command {
  return new Command("tune")
    .description("Find out which kernels are fastest on this machine")
    .addHelpText("after", EXAMPLES)
    .action(async () => {
      // The other commands start without loading a GPU library.
      const { tune } = await import("../../engine/tune/tune.ts");
      const ms = (value: number) => `${value.toFixed(1)} ms`;
      let rows = 0;
      try {
        const { adapter, unrolled, file } = await tune(
          ({ kernel, compact, unrolled, first }) => {
            if (rows++ === 0) {
              console.log(
                line("kernel", "with loops", "written out", "first run"),
              );
            }
            console.log(line(kernel, ms(compact), ms(unrolled), ms(first)));
          },
          (notice) => console.error(notice),
        );
        console.log(`\nAdapter: ${adapter}`);
        console.log(`Written out: ${unrolled.join(", ") || "nothing"}`);
        console.log(`Kept for later runs: ${file}`);
        exitWith(0);
      } catch (error) {
        for (const each of errorLines(errorEvent(error))) console.error(each);
        exitWith(1);
      }
    }) as unknown as Command;
}
