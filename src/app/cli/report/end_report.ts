import type { RunEvent } from "../../../flow/events/event.ts";
import { TerminalReport } from "./terminal_report.ts";

/** The last event of a command, which is none of a training. */
interface End {
  readonly type: `${string}.end`;
}

/** Tells what a command does to a person, and at its end what it found. */
export class EndReport<Last extends End> {
  readonly #run: TerminalReport;
  readonly #type: Last["type"];
  readonly #lines: (end: Last) => readonly string[];

  /**
   * @param training what to type to train the pipeline
   * @param type of the last event
   * @param lines what that event says
   */
  constructor(
    training: string,
    type: Last["type"],
    lines: (end: Last) => readonly string[],
  ) {
    this.#run = new TerminalReport(training, Deno.stdout.isTerminal());
    this.#type = type;
    this.#lines = lines;
  }

  /** Shows one event. */
  show(event: RunEvent | Last): void {
    if (!this.#isLast(event)) return this.#run.show(event);
    for (const line of this.#lines(event)) console.log(line);
  }

  #isLast(event: RunEvent | Last): event is Last {
    return event.type === this.#type;
  }
}
