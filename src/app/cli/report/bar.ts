import { Presets, SingleBar } from "cli-progress";

/** A progress bar at the foot of the screen; nothing at all when piped. */
export class Bar {
  #bar: SingleBar | undefined;
  #title = "";

  /** Shows how far something is. */
  update(title: string, done: number, total: number, note = ""): void {
    if (!Deno.stdout.isTerminal()) return;
    if (this.#title !== title) {
      this.clear();
      this.#title = title;
      this.#bar = new SingleBar({
        format: "{title} {bar} {value}/{total} {note}",
        hideCursor: true,
        clearOnComplete: true,
        barsize: 28,
      }, Presets.shades_classic);
      this.#bar.start(total, done, { title, note });
      return;
    }
    this.#bar?.update(done, { title, note });
  }

  /** Takes the bar away, so that lines can be printed. */
  clear(): void {
    this.#bar?.stop();
    this.#bar = undefined;
    this.#title = "";
  }
}
