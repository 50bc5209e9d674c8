/** How fast something goes, and how long it still takes. */
export interface Pace {
  readonly perSecond: number;
  readonly secondsLeft: number;
}

/** Measures progress from the first report of a title on. */
export class Rate {
  readonly #now: () => number;
  #title = "";
  #start = 0;
  #first = 0;

  /** @param now milliseconds of a clock that only goes on */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** The pace of a title; nothing yet at its first report. */
  of(title: string, done: number, total: number): Pace | undefined {
    const now = this.#now();
    if (title !== this.#title || done < this.#first) {
      this.#title = title;
      this.#start = now;
      this.#first = done;
      return undefined;
    }
    const seconds = (now - this.#start) / 1000;
    const perSecond = (done - this.#first) / seconds;
    if (!(perSecond > 0) || !Number.isFinite(perSecond)) return undefined;
    return { perSecond, secondsLeft: Math.max(0, total - done) / perSecond };
  }
}
