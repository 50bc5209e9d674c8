import {
  Command,
  InvalidArgumentError,
  Option,
} from "@commander-js/extra-typings";
import { resolve } from "node:path";
import type { InspectEnd, InspectEvent } from "../insight/inspect_pipeline.ts";
import { callerFolder, storeRoot } from "../paths.ts";
import { commandFor } from "./command_for.ts";
import { CODES } from "./exit_codes.ts";
import { listenForInterrupts } from "./interrupts.ts";
import { ALLOW_CODE } from "./options.ts";
import { collectGiven } from "./set_option.ts";
import { EndReport } from "./report/end_report.ts";
import { inspectLines } from "./report/inspect_lines.ts";
import { telling } from "./telling.ts";

const EXAMPLES = `
Examples:
  deno task inspect pets                          where it looks, and what excites its last layers
  deno task inspect pets --layer layer1 --layer layer2
                                                  what excites those, as summary names them
  deno task inspect pets --channels 32            more channels of each layer
  deno task inspect pets --set train --items 2000 by training pictures, and more of them
  deno task inspect pets --out inspect.html --sheets sheets
                                                  where its page goes, and its sheets as PNG

Patches, reconstructions, first filters and Grad-CAM of a trained network over
images, in a page that needs nothing else. Nothing is trained.`;

function count(most: number): (text: string) => number {
  return (text) => {
    const value = text.trim() === "" ? NaN : Number(text);
    if (Number.isInteger(value) && value >= 1 && value <= most) return value;
    throw new InvalidArgumentError(`Write a whole number, 1 to ${most}`);
  };
}

function collect(text: string, before: readonly string[] = []) {
  return [...before, text];
}

/** `deno task inspect`. */
export function inspectCommand(exitWith: (code: number) => void): Command {
  return new Command("inspect")
    .description("Look into a trained network: patches, filters, Grad-CAM")
    .argument("<pipeline>", "name, path or https address, each with #export")
    .option("--layer <name>", "a layer to look at; repeatable", collect)
    .option("--channels <count>", "of each layer, at most", count(512), 16)
    .option("--items <count>", "pictures to look at", count(100_000), 512)
    .option("--looks <count>", "pictures with Grad-CAM", count(100), 12)
    .addOption(
      new Option("--set <set>", "train or valid; or path=value, as elsewhere")
        .argParser(collectGiven),
    )
    .option("--out <file>", "where the page is written")
    .option("--sheets <folder>", "where the sheets are written, as PNG")
    .option(...ALLOW_CODE)
    .option("--strict", "stop at an item that cannot be read")
    .option("--json", "print events as NDJSON and nothing else")
    .addHelpText("after", EXAMPLES)
    .action(async (pipeline, options) => {
      const { set, settings } = options.set ??
        { set: "valid" as const, settings: [] };
      const { layer = [], channels, items, looks, out, sheets } = options;
      const training = commandFor(pipeline, settings);
      const report = options.json ? undefined : new EndReport<InspectEnd>(
        training,
        "inspect.end",
        inspectLines,
      );
      const { emit, exitCode } = telling<InspectEvent>(report);
      using interrupts = listenForInterrupts();
      const here = (path: string) => resolve(callerFolder(), path);
      // It draws, and so loads what the other commands start without.
      const { inspectPipeline } = await import(
        "../insight/inspect_pipeline.ts"
      );
      const { status } = await inspectPipeline(pipeline, {
        set,
        layers: layer,
        channels,
        items,
        cards: looks,
        ...out === undefined ? {} : { out: here(out) },
        ...sheets === undefined ? {} : { sheets: here(sheets) },
        training,
        settings,
        strict: options.strict ?? false,
        trust: { allowCode: options.allowCode ?? false },
        storeRoot: storeRoot(),
        emit,
        signal: interrupts.signal,
      });
      exitWith(exitCode(CODES[status]));
    }) as unknown as Command;
}
