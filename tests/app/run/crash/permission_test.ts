import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openStore } from "../../../../src/base/store/store.ts";
import { withFolder } from "../../../_folder.ts";
import { check } from "./_checks.ts";
import { drawImages, material } from "./_material.ts";
import type { StageName } from "./_stages.ts";

const TURN = fileURLToPath(new URL("_turn.ts", import.meta.url));
const CONFIG = fileURLToPath(new URL("../../../../deno.json", import.meta.url));

/** Starts a program that is not permitted everything, as root else is. */
const AS_OTHERS = [
  "setpriv",
  "--bounding-set=-dac_override,-dac_read_search",
  "--inh-caps=-dac_override,-dac_read_search",
];

function start(): readonly string[] | undefined {
  if (Deno.build.os === "windows") return undefined;
  if (Deno.uid() !== 0) return [];
  try {
    const [program = "", ...args] = AS_OTHERS;
    const { success } = new Deno.Command(program, { args: [...args, "true"] })
      .outputSync();
    return success ? AS_OTHERS : undefined;
  } catch {
    return undefined;
  }
}

const prefix = start();

/** What one turn of a stage says, in a process that others' folders bind. */
async function told(
  name: StageName,
  root: string,
  url: string,
): Promise<{ readonly fault: string | null; readonly lines: string[] }> {
  const [program = "", ...args] = [
    ...prefix ?? [],
    ...[Deno.execPath(), "run", "--quiet", "--no-check", "-A"],
    ...["--config", CONFIG, TURN, name, root, url],
  ];
  const { stdout } = await new Deno.Command(program, {
    args,
    stdin: "null",
    stderr: "inherit",
  }).output();
  return JSON.parse(new TextDecoder().decode(stdout));
}

/** Which folder of the cache may not be written, by stage. */
const CASES: readonly (readonly [StageName, string])[] = [
  ["download", "files"],
  ["unpack", "downloads"],
  ["unpack", "datasets"],
  ["decode", "tmp"],
  ["decode", "n"],
  ["training", "partial"],
  ["checkpoint", "partial"],
  ["publish", "n"],
  ["lock", "locks"],
  ["model", "models"],
  ["record", "."],
];

Deno.test("a folder that may not be written leaves the cache valid, and says what to do", async (t) => {
  await using server = await material();
  for (const [name, folder] of CASES) {
    await t.step({
      name:
        `${name}, where "${folder}" is not permitted and others than root may be played`,
      ignore: prefix === undefined,
      fn: () =>
        withFolder(async (root) => {
          await drawImages(root);
          const store = await openStore(root);
          const path = join(root, folder);
          await Deno.mkdir(path, { recursive: true });
          await Deno.chmod(path, 0o555);
          const processes: string[][] = [];
          try {
            const { fault, lines } = await told(name, root, server.url);
            processes.push(lines);
            assert.match(
              fault?.replaceAll(root, "…") ?? "",
              name === "record"
                ? /^PipelineError: Cannot use runs "…\/runs\.sqlite": .*\. Make it writable/
                : /^PipelineError: Cannot write to cache "…": permission is denied\. Set LEAT_CACHE to another folder$/,
            );
          } finally {
            await Deno.chmod(path, 0o755);
          }
          await check(name, { store, processes });
          const { fault, lines } = await told(name, root, server.url);
          assert.equal(fault, null);
          await check(name, { store, processes: [...processes, lines] });
        }),
    });
  }
});
