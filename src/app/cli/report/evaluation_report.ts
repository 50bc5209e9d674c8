import type { EvaluateEvent } from "../../run/evaluate.ts";
import { evaluationLines } from "./evaluation_lines.ts";
import { TerminalReport } from "./terminal_report.ts";

/** Tells an evaluation to a person: what it does, then its figures. */
export class EvaluationReport {
  readonly #spoken: string;
  readonly #run: TerminalReport;

  /**
   * @param spoken the pipeline, as it was typed
   * @param training what to type to train it
   * @param screen whether bars can be drawn; not when piped
   */
  constructor(spoken: string, training: string, screen: boolean) {
    this.#spoken = spoken;
    this.#run = new TerminalReport(training, screen);
  }

  /** Shows one event. */
  show(event: EvaluateEvent): void {
    if (event.type !== "evaluation.end") return this.#run.show(event);
    for (const line of evaluationLines(this.#spoken, event)) console.log(line);
  }
}
