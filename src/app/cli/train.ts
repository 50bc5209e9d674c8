import { Command } from "@commander-js/extra-typings";
import type { Emit } from "../../flow/events/event.ts";
import { storeRoot } from "../paths.ts";
import { errorEvent } from "../run/error_event.ts";
import { locate } from "../run/locate.ts";
import { supervise } from "../run/supervise.ts";
import { collectSetting } from "./options.ts";
import { TerminalReport } from "./report/terminal_report.ts";

const EXAMPLES = `
Examples:
  deno task train pets                         a pipeline that comes with Leat
  deno task train pets#full                    another export of the same file
  deno task train ./my/pets.ts                 a file of your own
  deno task train pets --set fit.epochs=3      with a param changed
  deno task train pets --json                  events as NDJSON, for programs`;

const CODES = { ok: 0, failed: 1, cancelled: 130 } as const;

function jsonReport(): Emit {
  return (event) => console.log(JSON.stringify(event));
}

/** First Ctrl-C: stop after the step and save. Second: stop now. */
function listenForInterrupts(): {
  signal: AbortSignal;
  kill: AbortSignal;
  release: () => void;
} {
  const stop = new AbortController();
  const kill = new AbortController();
  const onSignal = () => (stop.signal.aborted ? kill : stop).abort();
  const signals = ["SIGINT", "SIGTERM"] as const;
  for (const each of signals) Deno.addSignalListener(each, onSignal);
  return {
    signal: stop.signal,
    kill: kill.signal,
    release: () => {
      for (const each of signals) Deno.removeSignalListener(each, onSignal);
    },
  };
}

/** `deno task train`. */
export function trainCommand(exitWith: (code: number) => void): Command {
  return new Command("train")
    .description("Train a pipeline; what is done already is not done again")
    .argument("<pipeline>", "name, path, or either with #export")
    .option("--set <path=value>", "change a param; repeatable", collectSetting)
    .option("--strict", "stop at an item that cannot be read")
    .option("--json", "print events as NDJSON and nothing else")
    .addHelpText("after", EXAMPLES)
    .action(async (pipeline, options) => {
      const { signal, kill, release } = listenForInterrupts();
      const report = options.json ? undefined : new TerminalReport(pipeline);
      const emit: Emit = report ? (event) => report.show(event) : jsonReport();
      signal.addEventListener("abort", () => report?.stopping());
      try {
        const end = await run(pipeline, emit, {
          settings: options.set ?? [],
          strict: options.strict ?? false,
          storeRoot: storeRoot(),
          signal,
          kill,
        });
        exitWith(end);
      } finally {
        release();
      }
    }) as unknown as Command;
}

async function run(
  pipeline: string,
  emit: Emit,
  options: Omit<Parameters<typeof supervise>[1], "emit">,
): Promise<number> {
  let address;
  try {
    address = await locate(pipeline);
  } catch (error) {
    emit(errorEvent(error));
    return 2;
  }
  let misused = false;
  const { status } = await supervise(address, {
    ...options,
    emit: (event) => {
      // What was typed is at fault, not the pipeline.
      if (event.type === "error" && event.stage === "command") misused = true;
      emit(event);
    },
  });
  return misused ? 2 : CODES[status];
}
