import { Command } from "@commander-js/extra-typings";
import { plainText } from "../../base/codec/plain_text.ts";
import { locate } from "../address/locate.ts";
import { errorEvent } from "../error_event.ts";
import { MAX_BYTES, serveModel, type Serving } from "../serve/serve_model.ts";
import { aborted } from "./aborted.ts";
import { listenForInterrupts } from "./interrupts.ts";
import { ALLOW_CODE, parseBytes, parsePort } from "./options.ts";
import { errorLines } from "./report/error_lines.ts";
import { bytes } from "../format.ts";

const EXAMPLES = `
Examples:
  deno task serve pets                  a page to drop a picture on
  deno task serve pets --port 9000      at this port, or not at all
  deno task serve pets --host 0.0.0.0 --token "$(openssl rand -hex 16)"
  curl -F file=@cat.jpg http://127.0.0.1:8000/predict
  curl -H "Content-Type: image/jpeg" --data-binary @cat.jpg \\
    http://127.0.0.1:8000/predict
  curl -H "Content-Type: application/json" -d '{"x": 1, "y": 2}' \\
    http://127.0.0.1:8000/predict       a row, where the model reads a table

/docs describes the rest. A model that is trained anew is taken up at once.`;

/** `deno task serve`. */
export function serveCommand(exitWith: (code: number) => void): Command {
  return new Command("serve")
    .description("Serve a trained model: a page, and POST /predict")
    .argument("<pipeline>", "name, path or https address, each with #export")
    .option("--port <port>", "8000 or the next free one unless told", parsePort)
    .option("--host <address>", "let others reach it; needs --token")
    .option("--token <secret>", "what they must show, of 16 characters or more")
    .option(
      "--max-bytes <size>",
      `of what is sent; ${bytes(MAX_BYTES)} unless told`,
      parseBytes,
    )
    .option(...ALLOW_CODE)
    .addHelpText("after", EXAMPLES)
    .action(async (pipeline, options) => {
      const { port, host, token, maxBytes, allowCode = false } = options;
      using interrupts = listenForInterrupts();
      const { signal, kill } = interrupts;
      let serving: Serving | void;
      try {
        const starting = serveModel(await locate(pipeline), {
          port,
          host,
          token,
          maxBytes,
          trust: { allowCode },
          onNotice: (text) => console.error(plainText(text)),
        });
        // The first Ctrl-C lets it come so far that nothing is left of it.
        serving = await Promise.race([starting, aborted(kill)]);
      } catch (error) {
        const event = errorEvent(error);
        errorLines(event).forEach((line) => console.error(line));
        return exitWith(event.stage === "command" ? 2 : 1);
      }
      if (!serving) return exitWith(0);
      const { url, model } = serving;
      console.log(`Serving ${plainText(pipeline)} at ${url} (Ctrl-C ends it)`);
      console.log(`Model ${model.slice(0, 12)}; for programs, see ${url}docs`);
      await aborted(signal);
      // What was asked is still answered; a second Ctrl-C does not wait for it.
      await Promise.race([serving[Symbol.asyncDispose](), aborted(kill)]);
      exitWith(0);
    }) as unknown as Command;
}
