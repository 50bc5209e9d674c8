import { plainText } from "../../base/codec/plain_text.ts";
import type { Emit } from "../../flow/events/event.ts";

/** Lines shown, and characters of each: a label function prints once an item. */
const SHOWN = 20;
const WIDTH = 500;

/** Passes on what a pipeline prints, up to a point. */
export class Prints {
  readonly #emit: Emit;
  #count = 0;

  constructor(emit: Emit) {
    this.#emit = emit;
  }

  /** Shows a line, or says that no more are shown. */
  add(line: string): void {
    this.#count++;
    if (this.#count > SHOWN + 1) return;
    const text = this.#count > SHOWN
      ? "The pipeline prints more, which is not shown"
      : plainText(line, WIDTH);
    this.#emit({ type: "notice", text });
  }
}
