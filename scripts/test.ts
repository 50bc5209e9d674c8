/**
 * `deno task test [paths and flags of deno test]`: runs every test, and every
 * example in a doc comment. The last line says how many passed.
 *
 * @module
 */
import { isGreen, runTests, tallyLine } from "./_tests.ts";

const tally = await runTests(Deno.args);
console.log(tallyLine(tally));
Deno.exit(isGreen(tally) ? 0 : 1);
