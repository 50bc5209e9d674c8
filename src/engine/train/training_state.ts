import { type Checkpoint, encodeCheckpoint } from "./checkpoint.ts";
import { Optimizer } from "./optimizer.ts";
import type { Session } from "./session.ts";
import { SmoothedLoss } from "./smoothed_loss.ts";

/** What changes while a session is trained. */
export class TrainingState {
  readonly #session: Session;
  readonly optimizer: Optimizer;
  #smoothed = new SmoothedLoss();

  constructor(session: Session) {
    this.#session = session;
    this.optimizer = new Optimizer(session.tf, session.stages.fit.behaviour);
  }

  get smoothed(): SmoothedLoss {
    return this.#smoothed;
  }

  /** Takes up where {@linkcode TrainingState.encode} was called. */
  restore({ variables, optimizer, smoothed }: Checkpoint): void {
    this.#session.variables.assign(variables);
    this.optimizer.restore(this.#session.network.variables, optimizer);
    this.#smoothed = new SmoothedLoss(smoothed);
  }

  /** Forgets all but the variables, as at the start of a phase. */
  reset(): void {
    this.optimizer.reset();
    this.#smoothed = new SmoothedLoss();
  }

  /** The bytes of a checkpoint after so many steps of an epoch. */
  encode(step: number): Promise<Uint8Array<ArrayBuffer>> {
    const { variables } = this.#session;
    return encodeCheckpoint(variables, this.optimizer, this.#smoothed, step);
  }
}
