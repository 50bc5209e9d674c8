import { Command } from "@commander-js/extra-typings";
import { nothingRemote, updateUnasked } from "../../base/errors/remote_copy.ts";
import { consentRefused, rootDiffers } from "../../base/errors/remote_trust.ts";
import { lockPath } from "../lock/lock_file.ts";
import { askOnTerminal } from "../remote/consent.ts";
import { findUpdates, pinUpdates, type Update } from "../remote/update.ts";
import { locate } from "../address/locate.ts";
import { attempt } from "./attempt.ts";
import { bytes } from "../format.ts";

const EXAMPLES = `
Examples:
  deno task update https://host/pets.ts          show what changed, and ask
  deno task update https://host/pets.ts --yes    pin what is there now
  deno task update ./my/pets.ts                  all that this file imports

Nothing of it is run. What is pinned is the sha256 of every module.`;

/** An update, as people read it. */
function updateLines({ url, before, tree, changes }: Update): string[] {
  if (before?.root === tree.root) return [`${url} is as it was pinned`];
  const lines = [
    before === undefined ? `${url} was not pinned` : `${url} has changed`,
    ...before ? [`  before ${before.root}`] : [],
    `  now    ${tree.root}`,
  ];
  for (const { change, url, difference } of changes) {
    const size = tree.modules.get(url)?.size;
    lines.push(
      `${change} ${url}${size === undefined ? "" : ` (${bytes(size)})`}`,
      ...change === "removed" ? [] : difference.map((line) => `  ${line}`),
    );
  }
  if (changes.length === 0) lines.push("  other addresses lead to its modules");
  return lines;
}

async function update(spoken: string, yes: boolean): Promise<void> {
  const address = await locate(spoken);
  const { file, root } = address;
  const updates = await findUpdates(address, new AbortController().signal);
  if (updates.length === 0) throw nothingRemote(file);
  for (const each of updates) {
    if (root === undefined || each.tree.root === root) continue;
    throw rootDiffers(each.url, {
      expected: root,
      actual: each.tree.root,
      changes: [],
      lock: undefined,
    });
  }
  for (const line of updates.flatMap(updateLines)) console.log(line);
  if (updates.every(({ before, tree }) => before?.root === tree.root)) return;
  const lock = lockPath(file);
  // Whoever names the root has read it.
  if (!yes && root === undefined) {
    const ask = askOnTerminal();
    if (ask === undefined) throw updateUnasked(file);
    if (!await ask(`Pin this in ${lock}?`)) throw consentRefused(file);
  }
  await pinUpdates(file, updates);
  console.log(`Pinned in ${lock}`);
}

/** `deno task update`. */
export function updateCommand(exitWith: (code: number) => void): Command {
  return new Command("update")
    .description("Show how a pipeline from the web changed, and pin it anew")
    .argument("<pipeline>", "https address, or a file that imports some")
    .option("--yes", "pin without asking")
    .addHelpText("after", EXAMPLES)
    .action(async (pipeline, { yes }) =>
      exitWith(
        await attempt(async () => {
          await update(pipeline, yes ?? false);
          return 0;
        }),
      )
    ) as unknown as Command;
}
