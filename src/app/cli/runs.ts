import { Command } from "@commander-js/extra-typings";
import { compareCommand } from "./runs/compare.ts";
import { followCommand } from "./runs/follow.ts";
import { forgetCommand } from "./runs/forget.ts";
import { listCommand } from "./runs/list.ts";
import { showCommand } from "./runs/show.ts";

const EXAMPLES = `
A run is named by the word that the list shows, by the beginning of its name, by
"last", or by "last~1" for the one before.

Examples:
  deno task runs                         the latest runs, and how they went
  deno task runs --pipeline pets         those of one pipeline
  deno task runs show last               all that is known of one
  deno task runs compare last~1 last     what differs, and at which node
  deno task runs follow                  watch a run that another terminal began
  deno task runs forget 3f2a91           take it out of the record`;

/** `deno task runs`, with `list` where nothing else is asked for. */
export function runsCommand(exitWith: (code: number) => void): Command {
  const runs = new Command("runs")
    .description("Look at what was trained: list, show, compare, follow")
    .addHelpText("after", EXAMPLES);
  const list = listCommand(exitWith);
  const others = [showCommand, compareCommand, followCommand, forgetCommand]
    .map((make) => make(exitWith));
  for (const command of [list, ...others]) {
    command.exitOverride().showHelpAfterError(
      "Help and examples: deno task runs --help",
    );
    runs.addCommand(command, { isDefault: command === list });
  }
  return runs as unknown as Command;
}
