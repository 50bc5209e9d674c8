import { busy } from "./refusal.ts";

/** What one request holds of a budget; it is given back when disposed. */
export interface Share extends Disposable {
  /** @throws {Refusal} when there is not so much left */
  take(amount: number): void;
}

/** An amount that requests share, such as bytes of memory. */
export class Budget {
  readonly #most: number;
  #taken = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get taken(): number {
    return this.#taken;
  }

  open(): Share {
    let own = 0;
    return {
      take: (amount) => {
        if (this.#taken + amount > this.#most) throw busy();
        this.#taken += amount;
        own += amount;
      },
      [Symbol.dispose]: () => {
        this.#taken -= own;
        own = 0;
      },
    };
  }
}
