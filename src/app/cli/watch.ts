import {
  type Command,
  InvalidArgumentError,
} from "@commander-js/extra-typings";
import { sendLine } from "../child/send_line.ts";
import type { WatchEvent } from "../watch/event.ts";
import { type Key, listenForKeys } from "../watch/keys.ts";
import { watch } from "../watch/watch.ts";
import { Board } from "../dashboard/board.ts";
import { attempt } from "./attempt.ts";
import { commandFor } from "./command_for.ts";
import { listenForInterrupts } from "./interrupts.ts";
import { lockMisuse } from "./lock_options.ts";
import { OPEN, openPage } from "./page.ts";
import { WatchReport } from "./report/watch_report.ts";
import {
  trainingCommand,
  type TrainingCommandOptions,
  trainingOptions,
} from "./training_command.ts";

/** What is expected to take longer, in seconds, waits for a key. */
const BUDGET = 60;

const EXAMPLES = `
Examples:
  deno task watch pets                    train, and again when it is saved
  deno task watch ./my/pets.ts --auto     wait for no key, however long it takes
  deno task watch pets --budget 600       wait only before more than ten minutes
  deno task watch pets --json             events as NDJSON, with a generation

A save that changes nothing, as one of a comment, runs nothing. One that does
not parse leaves the present training alone; any other stops it after its step,
with its state saved: to take an edit back is to go on from there. Files that
the pipeline imports count, photographs do not: Enter looks for new ones.

Keys: Enter or r starts what waits, q or Ctrl-C ends. Without a terminal, lines
of standard input do.`;

/** What only watching is told. */
interface WatchCommandOptions {
  readonly auto?: true | undefined;
  readonly budget?: number | undefined;
  readonly open?: true | undefined;
}

/** A number of seconds as an option. */
function secondsOf(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && value >= 0) return value;
  throw new InvalidArgumentError("Write a number of seconds, such as 60");
}

/** What a page shows and asks for while a pipeline is watched. */
function watchBoard(go: () => void): Board {
  const board: Board = new Board({
    // What is saved meanwhile takes the place of what runs.
    busy: false,
    refuses: ({ id }) =>
      Promise.resolve(
        id === board.current ? undefined : "this page watches another run",
      ),
    again: go,
  });
  return board;
}

/** Watches until it is ended; for `watch` and for `train --watch`. */
export async function watchHere(
  pipeline: string,
  options: TrainingCommandOptions & WatchCommandOptions,
  command: { error(message: string): never },
  exitWith: (code: number) => void,
): Promise<void> {
  const misuse = lockMisuse(options);
  if (misuse) command.error(`error: ${misuse}`);
  const { auto = false, budget = BUDGET, json, verbose = false } = options;
  const settings = options.set ?? [];
  const report = json ? undefined : new WatchReport({
    command: commandFor(pipeline, settings),
    screen: Deno.stdout.isTerminal(),
    typed: Deno.stdin.isTerminal(),
    verbose,
  });
  let press: (key: Key) => void = () => {};
  const board = options.open ? watchBoard(() => press("go")) : undefined;
  const emit = (event: WatchEvent) => {
    board?.hear(event);
    if (report) return report.show(event);
    try {
      sendLine(event);
    } catch (error) {
      // Nobody is left to hear it.
      if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
      press("end");
    }
  };
  using _keys = listenForKeys((key) => press(key));
  using interrupts = listenForInterrupts();
  const { signal, kill } = interrupts;
  signal.addEventListener("abort", () => report?.stopping());
  exitWith(
    await attempt(async () => {
      await using _page = board && await openPage({
        board,
        tell: (url) => {
          const text = `The page is at ${url}`;
          emit({ gen: 0, type: "notice", text });
        },
      });
      const end = await watch(pipeline, {
        ...trainingOptions(options),
        ...board === undefined ? {} : {
          look: true,
          onRecorded: (id) => {
            board.current = id;
          },
        },
        budget: auto ? Infinity : budget,
        emit,
        signal,
        kill,
        onReady: (ready) => {
          press = ready;
        },
      });
      return { ended: 0, stopped: 130, misused: 2 }[end];
    }),
  );
}

/** `deno task watch`. */
export function watchCommand(exitWith: (code: number) => void): Command {
  return trainingCommand("watch", "name or path, either with #export")
    .description("Train a pipeline, and again whenever it is saved")
    .option("--auto", "wait for no key before what takes long")
    .option(
      "--budget <seconds>",
      "what takes longer waits for a key",
      secondsOf,
    )
    .option(...OPEN)
    .addHelpText("after", EXAMPLES)
    .action((pipeline, options, command) =>
      watchHere(pipeline, options, command, exitWith)
    ) as unknown as Command;
}
