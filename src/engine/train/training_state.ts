import { type Checkpoint, encodeCheckpoint } from "./checkpoint.ts";
import { Optimizer } from "./optimizer.ts";
import type { Session } from "./session.ts";
import { SmoothedLoss } from "./smoothed_loss.ts";
import { Steps, type StepsOptions } from "./steps.ts";

/** What changes while a session is trained. */
export class TrainingState {
  readonly #session: Session;
  readonly optimizer: Optimizer;
  readonly steps: Steps;
  #smoothed = new SmoothedLoss();

  constructor(session: Session, options: StepsOptions) {
    this.#session = session;
    const optimizer = new Optimizer(session.tf, session.stages.fit.behaviour);
    this.optimizer = optimizer;
    this.steps = new Steps({ session, optimizer }, options);
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

  /** Frees all but the variables. */
  dispose(): void {
    this.steps.dispose();
    this.optimizer.reset();
  }

  /** The bytes of a checkpoint after so many steps of an epoch. */
  encode(step: number): Promise<Uint8Array<ArrayBuffer>> {
    const { variables } = this.#session;
    return encodeCheckpoint(variables, this.optimizer, this.#smoothed, step);
  }
}
