import { Command } from "@commander-js/extra-typings";
import { storeRoot } from "../paths.ts";
import { verify, type VerifyEvent } from "../verify/verify.ts";
import { commandFor } from "./command_for.ts";
import { CODES } from "./exit_codes.ts";
import { listenForInterrupts } from "./interrupts.ts";
import { ALLOW_CODE } from "./options.ts";
import { VerifyReport } from "./report/verify_report.ts";
import { telling } from "./telling.ts";

const EXAMPLES = `
Examples:
  deno task train pets --lock       write down in leat.lock what it gives
  deno task verify pets             train it anew, and compare
  deno task verify pets --frozen    and use nothing that leat.lock lacks: for CI
  deno task verify pets --json      events as NDJSON, the comparison last

It trains in an empty cache, which is removed afterwards; only what was fetched
is used again, and its bytes are checked. On the machine of the record every
hash must be the same; on another, all that comes before training, and metrics
within a tolerance.

Exit codes: 0 the same, 1 it differs or fails, 2 nothing is recorded.`;

/** `deno task verify`. */
export function verifyCommand(exitWith: (code: number) => void): Command {
  return new Command("verify")
    .description("Train from scratch and compare with what leat.lock records")
    .argument("<pipeline>", "name, path or https address, each with #export")
    .option("--frozen", "refuse what leat.lock does not pin")
    .option("--keep", "keep the cache that it trains in")
    .option(...ALLOW_CODE)
    .option("--strict", "stop at an item that cannot be read")
    .option("--no-tune", "compute with kernels that no measurement chose")
    .option("--json", "print events as NDJSON and nothing else")
    .addHelpText("after", EXAMPLES)
    .action(async (pipeline, options) => {
      const command = `${commandFor(pipeline, [])} --lock`;
      const report = options.json
        ? undefined
        : new VerifyReport(command, Deno.stdout.isTerminal());
      const { emit, exitCode } = telling<VerifyEvent>(report);
      using interrupts = listenForInterrupts();
      const { signal, kill } = interrupts;
      signal.addEventListener("abort", () => report?.stopping());
      const { status } = await verify(pipeline, {
        command,
        frozen: options.frozen ?? false,
        keep: options.keep ?? false,
        strict: options.strict ?? false,
        trust: { allowCode: options.allowCode ?? false },
        tune: options.tune,
        storeRoot: storeRoot(),
        emit,
        signal,
        kill,
      });
      exitWith(exitCode({ ...CODES, same: 0, differs: 1 }[status]));
    }) as unknown as Command;
}
