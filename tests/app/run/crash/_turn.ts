/**
 * Takes one turn of a stage, and tells how it went.
 *
 * @module
 */
import { openStore } from "../../../../src/base/store/store.ts";
import { isStageName, stages } from "./_stages.ts";

const [name = "", root = "", url = ""] = Deno.args;
if (!isStageName(name)) throw new RangeError(`No stage "${name}"`);
const lines: string[] = [];
let fault: string | null = null;
try {
  const turn = await stages[name].prepare();
  const store = await openStore(root);
  await turn({ store, url, at: 0, say: (line) => lines.push(line) });
} catch (error) {
  if (!(error instanceof Error)) throw error;
  const remedy = "remedy" in error ? error.remedy : "";
  fault = `${error.name}: ${error.message}. ${remedy}`;
}
console.log(JSON.stringify({ fault, lines }));
