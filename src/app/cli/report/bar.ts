import process from "node:process";
import { Presets, SingleBar } from "cli-progress";

/** A progress bar at the foot of the screen; nothing at all without one. */
export class Bar {
  readonly #screen: boolean;
  #bar: SingleBar | undefined;
  #title = "";

  /** @param screen whether there is one to draw on */
  constructor(screen: boolean) {
    this.#screen = screen;
  }

  /**
   * Shows how far something is.
   *
   * @param note what stands right of the bar
   */
  update(title: string, done: number, total: number, note: string): void {
    if (!this.#screen) return;
    if (this.#title !== title) {
      this.clear();
      this.#title = title;
      this.#bar = new SingleBar({
        format: "{title} {bar} {percentage}%  {note}",
        stream: process.stdout,
        hideCursor: true,
        clearOnComplete: true,
        barsize: 24,
        fps: 10,
      }, Presets.shades_classic);
      this.#bar.start(total, done, { title, note });
      return;
    }
    this.#bar?.setTotal(total);
    this.#bar?.update(done, { title, note });
  }

  /** Takes the bar away, so that lines can be printed. */
  clear(): void {
    this.#bar?.stop();
    this.#bar = undefined;
    this.#title = "";
  }
}
