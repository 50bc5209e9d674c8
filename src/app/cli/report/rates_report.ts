import { plainText } from "../../../base/codec/plain_text.ts";
import type { EventOf } from "../../../flow/events/event.ts";
import { ratePlot } from "../../figure/rate_plot.ts";
import { LETTERS, ratesText } from "../../figure/rates_text.ts";
import { rateText } from "../../figure/ticks.ts";
import type { RatesEnd, RatesEvent } from "../../run/find_rates.ts";
import { Bar } from "./bar.ts";
import { duration, figure } from "../../format.ts";
import { Rate } from "./rate.ts";
import { TerminalReport } from "./terminal_report.ts";

type Tried = EventOf<"rate">;

const READINGS = [
  ["valley", "amid the longest fall: take this one"],
  ["steep", "where the loss falls most"],
  ["minimum", "a tenth of the rate of the lowest loss"],
  ["slide", "left of where the loss begins to rise"],
] as const;

/** Why a trial ended before all of its steps. */
const ENDS = {
  "all steps done": "",
  "diverged": "The loss rose over four times its lowest: stopped there",
  "not a number": "The loss was not a number any more: stopped there",
} as const;

/** A loss that grew beyond all numbers comes through JSON as nothing. */
function lossText(loss: number | null): string {
  return loss === null || loss === Infinity ? "infinite" : figure(loss);
}

/**
 * Tells a search for learning rates to a person: with a curve where there is a
 * screen, as plain numbers where not.
 */
export class RatesReport {
  readonly #train: string;
  readonly #columns: number | undefined;
  readonly #bar: Bar;
  readonly #rate = new Rate();
  readonly #others: TerminalReport;
  #begun = false;

  /**
   * @param train what to type to train the same pipeline
   * @param columns the width of the screen; nothing when piped
   */
  constructor(train: string, columns: number | undefined) {
    this.#train = train;
    this.#columns = columns;
    this.#bar = new Bar(columns !== undefined);
    this.#others = new TerminalReport(train, columns !== undefined);
  }

  #print(...lines: readonly string[]): void {
    this.#bar.clear();
    for (const line of lines) console.log(plainText(line));
  }

  /** Shows one event. */
  show(event: RatesEvent): void {
    if (event.type === "rates.end") return this.#end(event);
    if (event.type === "rate") return this.#tried(event);
    this.#bar.clear();
    this.#others.show(event);
  }

  #tried({ step, steps, rate, loss }: Tried): void {
    const shown = lossText(loss);
    if (this.#columns === undefined) {
      const cells = (a: string, b: string) => a.padStart(12) + b.padStart(12);
      if (!this.#begun) this.#print("", cells("rate", "loss"));
      this.#begun = true;
      return this.#print(cells(rateText(rate), shown));
    }
    const pace = this.#rate.of("rates", step, steps);
    const left = pace ? `  ${duration(pace.secondsLeft)} left` : "";
    const note = `rate ${rateText(rate)}  loss ${shown}${left}`;
    this.#bar.update("Trying rates", step, steps, note);
  }

  #end(end: RatesEnd): void {
    this.#bar.clear();
    const { status, ended, suggestions, seconds, setting } = end;
    if (status === "cancelled") return this.#print("Stopped; nothing is kept");
    if (status === "failed" || !ended || !suggestions) return;
    const plot = ratePlot(end, suggestions);
    const curve = plot && this.#columns !== undefined
      ? ratesText(plot, this.#columns)
      : [];
    this.#print(
      ...ENDS[ended] === "" ? [] : [ENDS[ended]],
      "",
      ...curve,
      ...curve.length > 0 ? [""] : [],
      ...READINGS.map(([name, what]) => {
        const letter = curve.length > 0 ? `${LETTERS[name]} ` : "";
        const rate = suggestions[name]?.rate;
        const text = rate === undefined ? "none" : rateText(rate);
        const why = rate === undefined ? "the curve is too short" : what;
        return `${letter}${name.padEnd(9)}${text.padEnd(10)}${why}`;
      }),
      "",
      ...end.figure === null ? [] : [`Curve: ${end.figure}`],
      ...suggestions.valley && setting
        ? [
          `To train with it: ${this.#train} --set ${setting}=${
            rateText(suggestions.valley.rate)
          }`,
        ]
        : [],
      `${duration(seconds)} in all`,
    );
  }
}
