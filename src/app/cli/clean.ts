import { Command, InvalidArgumentError } from "@commander-js/extra-typings";
import { plainText } from "../../base/codec/plain_text.ts";
import { locate } from "../address/locate.ts";
import { openSession } from "../clean/clean_pipeline.ts";
import { serveClean } from "../clean/serve_clean.ts";
import { inCaches } from "../data/in_caches.ts";
import { errorEvent } from "../error_event.ts";
import { openBrowser } from "../dashboard/open_browser.ts";
import { storeRoot } from "../paths.ts";
import { commandFor } from "./command_for.ts";
import { aborted } from "./aborted.ts";
import { listenForInterrupts } from "./interrupts.ts";
import { ALLOW_CODE, collectSetting, parsePort } from "./options.ts";
import { cleanLines } from "./report/clean_lines.ts";
import { errorLines } from "./report/error_lines.ts";
import { TerminalReport } from "./report/terminal_report.ts";

const EXAMPLES = `
Examples:
  deno task clean pets               a page of what to look at: keep, relabel, drop
  deno task clean pets --open        and open it in a browser
  deno task clean pets --training    what it gets wrong of what it learned, too
  deno task clean pets --limit 200   more of what the model is most wrong about
  deno task clean pets --who Ada     the file says who chose

No item is touched: choices go into pipelines/pets.clean.jsonl, a line each. The
source reads them where the pipeline says so, and the plan tells what is done
anew. Nothing of the test set is shown.`;

function limitOf(text: string): number {
  const limit = Number(text);
  if (/^\d+$/.test(text) && limit >= 1 && limit <= 5000) return limit;
  throw new InvalidArgumentError("Write a whole number, 1 to 5000");
}

/** `deno task clean`. */
export function cleanCommand(exitWith: (code: number) => void): Command {
  return new Command("clean")
    .description("Look at doubtful items; choose to keep, relabel or drop them")
    .argument("<pipeline>", "name or path, each with #export")
    .option("--limit <count>", "of the largest losses", limitOf, 60)
    .option("--training", "ask the model about its training set, too")
    .option("--no-copies", "look for no pictures that look the same")
    .option("--who <name>", "is written beside each choice")
    .option("--open", "open the page in a browser")
    .option("--port <port>", "8000 or the next free one unless told", parsePort)
    .option("--set <path=value>", "change a param; repeatable", collectSetting)
    .option(...ALLOW_CODE)
    .addHelpText("after", EXAMPLES)
    .action(async (pipeline, options) => {
      const { limit, copies, who, port, open } = options;
      const settings = options.set ?? [];
      const command = commandFor(pipeline, settings);
      const report = new TerminalReport(command, Deno.stdout.isTerminal());
      using interrupts = listenForInterrupts();
      const { signal, kill } = interrupts;
      const root = storeRoot();
      const told = report.show.bind(report);
      try {
        // Its pictures stay as long as they are shown.
        const code = await inCaches(root, told, async () => {
          const opened = await openSession(await locate(pipeline), {
            limit,
            copies,
            who,
            command,
            training: options.training ?? false,
            settings,
            trust: { allowCode: options.allowCode ?? false },
            storeRoot: root,
            emit: told,
            signal,
          });
          if (opened.type !== "done") {
            return opened.type === "stopped" ? 130 : 1;
          }
          const session = opened.result;
          const page = await serveClean(session, port);
          const { url } = page;
          console.log(
            `Look at ${plainText(pipeline)} at ${url} (Ctrl-C ends it)`,
          );
          if (open) openBrowser(url);
          await aborted(signal);
          await Promise.race([page[Symbol.asyncDispose](), aborted(kill)]);
          for (const line of cleanLines(await session.tell())) {
            console.log(plainText(line));
          }
          return 0;
        });
        exitWith(code);
      } catch (error) {
        if (signal.aborted) return exitWith(130);
        const event = errorEvent(error);
        errorLines(event).forEach((line) => console.error(line));
        exitWith(event.stage === "command" ? 2 : 1);
      }
    }) as unknown as Command;
}
