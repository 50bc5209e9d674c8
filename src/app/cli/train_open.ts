import type { RunEvent } from "../../flow/events/event.ts";
import { Board } from "../dashboard/board.ts";
import { type Begun, Trainings } from "../dashboard/trainings.ts";
import { callerFolder } from "../paths.ts";
import { aborted } from "./aborted.ts";
import { commandFor } from "./command_for.ts";
import { CODES } from "./exit_codes.ts";
import { listenForInterrupts } from "./interrupts.ts";
import { openPage } from "./page.ts";
import { TerminalReport } from "./report/terminal_report.ts";
import { type Telling, telling } from "./telling.ts";
import {
  type TrainingCommandOptions,
  trainingOptions,
} from "./training_command.ts";

/** What trains and shows it is told. */
interface ShownOptions {
  /** What is trained at first; nothing where the page is all. */
  readonly pipeline?: string;
  readonly options: TrainingCommandOptions;
  readonly port?: number | undefined;
  readonly browser?: boolean;
}

/**
 * Shows trainings on a page until Ctrl-C, which stops what is trained first.
 *
 * @returns the exit code: that of the last training, 0 where there was none
 * @throws {PipelineError} when the page cannot be served
 */
export async function trainOpen(
  { pipeline, options, port, browser = true }: ShownOptions,
): Promise<number> {
  const { json, verbose = false } = options;
  let told: Telling<RunEvent> = telling(undefined);
  let report: TerminalReport | undefined;
  const begin = ({ pipeline, settings }: Begun) => {
    // Each training has a table of its own.
    report = json ? undefined : new TerminalReport(
      commandFor(pipeline, settings),
      Deno.stdout.isTerminal(),
      verbose,
    );
    told = telling<RunEvent>(report);
    return told.emit;
  };
  using interrupts = listenForInterrupts();
  const { signal, kill } = interrupts;
  signal.addEventListener("abort", () => {
    if (trainings.busy) report?.stopping();
  });
  let code = 0;
  const trainings = new Trainings({
    ...trainingOptions(options),
    signal,
    kill,
  }, {
    folder: callerFolder(),
    report: begin,
    onRecorded: (id) => {
      board.current = id;
    },
    onEnd: ({ status }) => {
      code = told.exitCode(CODES[status]);
    },
  });
  const board = new Board(trainings);
  const notice = (text: string) =>
    json
      ? console.log(JSON.stringify({ type: "notice", text }))
      : console.log(text);
  await using _page = await openPage({
    board,
    port,
    browser,
    tell: (url) => notice(`The page is at ${url} (Ctrl-C ends it)`),
  });
  if (pipeline !== undefined) {
    await trainings.begin(pipeline);
    // What was typed is at fault: there is nothing to show.
    if (code === 2) return code;
  }
  await aborted(signal);
  await trainings.idle;
  return code;
}
