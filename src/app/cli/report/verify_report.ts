import type { VerifyEnd, VerifyEvent } from "../../verify/verify.ts";
import { duration } from "../../format.ts";
import { TerminalReport } from "./terminal_report.ts";
import { verdictLines } from "./verdict_lines.ts";

/** Tells a verification to a person: the training, then the comparison. */
export class VerifyReport {
  readonly #command: string;
  readonly #training: TerminalReport;

  /**
   * @param command what to type to record the pipeline
   * @param screen whether bars can be drawn; not when piped
   */
  constructor(command: string, screen: boolean) {
    this.#command = command;
    this.#training = new TerminalReport(command, screen);
  }

  /** Says that a request to stop was heard. */
  stopping(): void {
    this.#training.stopping();
  }

  /** Shows one event. */
  show(event: VerifyEvent): void {
    if (event.type !== "verify.end") return this.#training.show(event);
    for (const line of this.#lines(event)) console.log(line);
  }

  #lines({ status, verdict, trained, kept, seconds }: VerifyEnd) {
    if (status === "cancelled") return ["Stopped: nothing was compared"];
    if (verdict === null) return [];
    return [
      "",
      ...verdictLines(verdict, this.#command),
      ...trained ? [] : ["Nothing was trained, as that would differ too"],
      ...kept === null ? [] : [`Kept: LEAT_CACHE=${kept}`],
      `${duration(seconds)} in all`,
    ];
  }
}
