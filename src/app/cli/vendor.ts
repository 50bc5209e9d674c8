import { join, relative, resolve } from "node:path";
import { Command } from "@commander-js/extra-typings";
import { isWebAddress } from "../../base/codec/web_address.ts";
import { alreadyLocal } from "../../base/errors/remote_copy.ts";
import { Pinning } from "../lock/pinning.ts";
import { lockPath } from "../lock/lock_file.ts";
import { callerFolder } from "../paths.ts";
import { knownTree } from "../remote/admission.ts";
import { PROVENANCE, vendor } from "../remote/vendor.ts";
import { locate } from "../address/locate.ts";
import { attempt } from "./attempt.ts";
import { commandFor } from "./command_for.ts";

const EXAMPLES = `
Examples:
  deno task vendor https://host/pets.ts              into vendor/pets
  deno task vendor https://host/pets.ts my/pets      into a folder of your own
  deno task vendor https://host/pets.ts#sha256=…     only what you have read

From there on it is a pipeline of your own: read it before you train it.`;

async function run(
  spoken: string,
  into: string | undefined,
  force: boolean,
): Promise<void> {
  const address = await locate(spoken);
  const { file, root, export: exported } = address;
  if (!isWebAddress(file)) throw alreadyLocal(spoken);
  const { signal } = new AbortController();
  const pinning = await Pinning.open(lockPath(file), { frozen: false });
  const tree = await knownTree(file, root, { pinning, signal });
  const stem = new URL(file).pathname.split("/").at(-1)
    ?.replace(/\.[^.]*$/, "");
  const folder = resolve(
    callerFolder(),
    into ?? join("vendor", stem || "pipeline"),
  );
  const { entry, files } = await vendor(tree, {
    folder,
    force,
    date: new Date().toISOString().slice(0, 10),
    signal,
  });
  console.log(`Copied into ${folder}:`);
  for (const name of files) console.log(`  ${name}`);
  console.log(`Where it came from is told in ${PROVENANCE}.`);
  const suffix = exported === "default" ? "" : `#${exported}`;
  const path = `./${relative(callerFolder(), entry)}${suffix}`;
  console.log(
    `It is code of your own now. Read it, then: ${commandFor(path, [])}`,
  );
}

/** `deno task vendor`. */
export function vendorCommand(exitWith: (code: number) => void): Command {
  return new Command("vendor")
    .description("Copy a pipeline from the web into a folder of your own")
    .argument("<address>", "https address, with #sha256= if you have read it")
    .argument("[folder]", "where to; vendor/<name> unless told")
    .option("--force", "write over files that were changed")
    .addHelpText("after", EXAMPLES)
    .action(async (address, folder, { force }) =>
      exitWith(
        await attempt(async () => {
          await run(address, folder, force ?? false);
          return 0;
        }),
      )
    ) as unknown as Command;
}
