import { Command } from "@commander-js/extra-typings";
import { callerFolder, storeRoot } from "../../paths.ts";
import { runOf } from "../../runs/references.ts";
import { detailsOf } from "../../runs/run_details.ts";
import { RunStore } from "../../runs/run_store.ts";
import { attempt } from "../attempt.ts";
import { commandOf, runPage } from "../report/run_page.ts";

async function show(word: string, json: true | undefined): Promise<number> {
  using runs = RunStore.read(storeRoot());
  const details = await detailsOf(storeRoot(), runOf(runs, word));
  if (json) {
    const command = commandOf(details.run, callerFolder());
    console.log(JSON.stringify({ ...details, command }));
  } else {
    for (const line of runPage(details, callerFolder())) console.log(line);
  }
  return 0;
}

/** `deno task runs show`. */
export function showCommand(exitWith: (code: number) => void): Command {
  return new Command("show")
    .description("Show all that is known of a run")
    .argument("<run>", "a name, the beginning of one, or last")
    .option("--json", "print one JSON object")
    .action(async (word, { json }) =>
      exitWith(await attempt(() => show(word, json)))
    ) as unknown as Command;
}
