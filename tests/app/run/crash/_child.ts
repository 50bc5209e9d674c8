/**
 * A process that does one thing over and over, until it is killed. It says how
 * far it is, a line each; any fault ends it with an exit code of its own.
 *
 * @module
 */
import { openStore } from "../../../../src/base/store/store.ts";
import { isStageName, stages } from "./_stages.ts";

const [name = "", root = "", url = "", first = "0"] = Deno.args;
if (!isStageName(name)) throw new RangeError(`No stage "${name}"`);
const turnOf = await stages[name].prepare();
const store = await openStore(root);
const text = new TextEncoder();
const say = (line: string) =>
  void Deno.stdout.writeSync(text.encode(`${line}\n`));
for (let at = Number(first);; at++) await turnOf({ store, url, at, say });
