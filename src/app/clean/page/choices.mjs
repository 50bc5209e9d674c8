/**
 * What is chosen, here and in the file. What could not be saved is kept here,
 * and sent again when asked.
 */

export class Choices extends EventTarget {
  #saved;
  #gone;
  /** By card: what is asked for and is not in the file yet. */
  #unsaved = new Map();
  #done = [];
  /** One request at a time: the file is changed in the order of the keys. */
  #queue = Promise.resolve();

  constructor(chosen) {
    super();
    this.#take(chosen);
  }

  #take({ choices, gone }) {
    this.#saved = new Map(
      Object.entries(choices).map(([at, choice]) => [Number(at), choice]),
    );
    this.#gone = gone;
  }

  /** Classes that no item is left of. */
  get gone() {
    return this.#gone;
  }

  get undoable() {
    return this.#done.length > 0;
  }

  get unsaved() {
    return this.#unsaved.size;
  }

  of(at) {
    const wanted = this.#unsaved.get(at);
    return wanted === undefined ? this.#saved.get(at) : wanted ?? undefined;
  }

  isUnsaved(at) {
    return this.#unsaved.has(at);
  }

  /** Chooses; null takes back. Throws what the server objects to. */
  choose(at, wanted) {
    return this.#inTurn(async () => {
      const before = this.#saved.get(at);
      await this.#send(at, wanted);
      this.#done.push({ at, before });
    });
  }

  /** Takes the latest choice back; answers with its card. */
  undo() {
    return this.#inTurn(async () => {
      const last = this.#done.at(-1);
      if (last === undefined) return undefined;
      await this.#send(last.at, wantedOf(last.before));
      this.#done.pop();
      return last.at;
    });
  }

  /** Sends what could not be saved again. */
  retry() {
    return this.#inTurn(async () => {
      for (const [at, choice] of [...this.#unsaved]) {
        const before = this.#saved.get(at);
        await this.#send(at, wantedOf(choice ?? undefined));
        this.#done.push({ at, before });
      }
    });
  }

  /** Reads what was chosen elsewhere. */
  refresh() {
    return this.#inTurn(async () => {
      const answer = await fetch("/choices");
      if (!answer.ok) return;
      this.#take(await answer.json());
      this.dispatchEvent(new Event("change"));
    });
  }

  #inTurn(work) {
    const turn = this.#queue.then(work);
    this.#queue = turn.catch(() => {});
    return turn;
  }

  async #send(at, wanted) {
    const before = this.#saved.get(at) ?? null;
    let answer;
    try {
      answer = await fetch("/choose", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ card: at, before, ...wanted }),
      });
    } catch {
      this.#keep(at, wanted);
      throw new Error(
        "Cannot save the choice: the server is gone. Start it again, then try again",
      );
    }
    const told = await answer.json().catch(() => ({}));
    if (!answer.ok) {
      // What the server refuses is no choice; what it cannot write is one.
      if (answer.status >= 500) this.#keep(at, wanted);
      const { message = "Cannot save the choice", remedy } = told.error ?? {};
      const error = new Error(remedy ? `${message}. ${remedy}` : message);
      error.status = answer.status;
      throw error;
    }
    this.#unsaved.delete(at);
    this.#gone = told.gone;
    if (told.choice === null) this.#saved.delete(at);
    else this.#saved.set(at, told.choice);
    this.dispatchEvent(new Event("change"));
  }

  #keep(at, wanted) {
    this.#unsaved.set(at, wanted.choice === null ? null : wanted);
    this.dispatchEvent(new Event("change"));
  }
}

/** A choice that stands in the file, as one that is asked for. */
export function wantedOf(choice) {
  if (choice === undefined) return { choice: null };
  const { label, why } = choice;
  return {
    choice: choice.choice,
    ...label === undefined
      ? {}
      : { label: Array.isArray(label) ? label.join(", ") : String(label) },
    // It was meant before.
    ...label === undefined ? {} : { newClass: true },
    ...why === undefined ? {} : { why },
  };
}
