/** Remembers that somebody wants to see the present batch. */
export class Looks {
  #wanted: boolean;

  /** @param wanted whether somebody does from the start */
  constructor(wanted = false) {
    this.#wanted = wanted;
  }

  /** Asks for the next batch that there is. */
  ask(): void {
    this.#wanted = true;
  }

  /** Whether one is asked for, and not any more. */
  take(): boolean {
    const wanted = this.#wanted;
    this.#wanted = false;
    return wanted;
  }
}
