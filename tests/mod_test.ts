/**
 * The public surface: every name that `"leat"` and what is below it export.
 * Others build on what stands in the list; to change it is a decision, then
 *
 *     LEAT_GOLDEN=write deno test -A tests/mod_test.ts
 *
 * @module
 */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import * as leat from "leat";
import config from "../deno.json" with { type: "json" };

const LIST = new URL("./mod.txt", import.meta.url);

/** The form of `deno doc --json`. */
interface Docs {
  readonly nodes: Readonly<
    Record<string, { readonly symbols: readonly { readonly name: string }[] }>
  >;
}

/** The names that modules export, types among them, by their address. */
async function exportsOf(
  modules: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: [
      "doc",
      "--quiet",
      "--json",
      ...modules.map((each) => fileURLToPath(each)),
    ],
  }).output();
  const { nodes }: Docs = JSON.parse(new TextDecoder().decode(stdout));
  return new Map(
    Object.entries(nodes).map(([address, { symbols }]) => [
      address,
      [...new Set(symbols.map(({ name }) => name))].sort(),
    ]),
  );
}

/** A line for each name: who exports it, and whether a program can hold it. */
async function surface(): Promise<string> {
  const modules = Object.entries(config.exports).map(([below, path]) =>
    [
      below.replace(".", "leat"),
      new URL(`../${path}`, import.meta.url).href,
    ] as const
  );
  const names = await exportsOf(modules.map(([, address]) => address));
  let lines = "";
  for (const [from, address] of modules) {
    const values: object = await import(address);
    for (const name of names.get(address) ?? []) {
      const kind = Object.hasOwn(values, name) ? "value" : "type";
      lines += `${from} ${kind} ${name}\n`;
    }
  }
  return lines;
}

Deno.test('"leat" exports the names of the list and no other', async () => {
  const lines = await surface();
  if (Deno.env.get("LEAT_GOLDEN") === "write") {
    await Deno.writeTextFile(LIST, lines);
  }
  assert.equal(lines, await Deno.readTextFile(LIST));
  const values = lines.matchAll(/^leat value (.*)$/gm);
  assert.deepEqual(
    [...values].map(([, name]) => name),
    Object.keys(leat).sort(),
  );
});
