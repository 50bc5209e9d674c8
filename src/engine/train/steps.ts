import type { Scalar } from "@tensorflow/tfjs-core";
import { gradientCallbacks } from "../../flow/stage/callback.ts";
import { ReplayedStep } from "../replay/replayed_step.ts";
import {
  type Learner,
  learnFrom,
  type Moment,
  momentOf,
  type StepPlace,
  trainStep,
} from "./step.ts";

/** How steps are taken. */
export interface StepsOptions {
  /** Whether each is done anew, as a reference for those that are replayed. */
  readonly eager: boolean;
}

/** Takes the steps of a training: the first ones anew, the others replayed. */
export class Steps {
  readonly #learner: Learner;
  readonly #eager: boolean;
  readonly #gathers: boolean;
  #replayed: ReplayedStep<Moment> | undefined;
  /** What the steps that are replayed have in common. */
  #kind = "";

  constructor(learner: Learner, { eager }: StepsOptions) {
    this.#learner = learner;
    const { callbacks = [] } = learner.session.stages.fit.behaviour;
    this.#eager = eager;
    this.#gathers = gradientCallbacks(callbacks).accumulate !== undefined;
  }

  /** What a step does that keeps it from being replayed, if that is known. */
  get refusal(): string | undefined {
    if (this.#eager) return undefined;
    if (this.#gathers) return "gathers gradients with others";
    return this.#replayed?.refusal;
  }

  /** Whether steps of the present kind are replayed by now. */
  get replaying(): boolean {
    return this.#replayed?.ready ?? false;
  }

  /** Bytes on the device that are kept to replay. */
  get bytes(): number {
    return this.#replayed?.bytes ?? 0;
  }

  /** One batch through the network, and one step of the optimizer. */
  take(place: StepPlace): Scalar {
    if (this.#eager || this.#gathers) return trainStep(this.#learner, place);
    const { session } = this.#learner;
    const moment = momentOf(session, place);
    try {
      return this.#of(place, moment).take(moment) as Scalar;
    } finally {
      session.tf.dispose(Object.values(moment.inputs));
    }
  }

  /** The recording of steps like this one; there is one at a time. */
  #of({ program, ids }: StepPlace, like: Moment): ReplayedStep<Moment> {
    const { session, optimizer } = this.#learner;
    const { firstTrainable } = program;
    const shapes = Object.values(like.inputs).map(({ shape }) => shape);
    const mixed = like.mixing !== undefined;
    const kind = JSON.stringify([firstTrainable, ids.length, mixed, shapes]);
    if (this.#replayed && kind === this.#kind) return this.#replayed;
    this.dispose();
    this.#kind = kind;
    const variables = session.variables.all;
    this.#replayed = new ReplayedStep<Moment>(session.tf, {
      run: (moment, feeds) =>
        learnFrom(this.#learner, firstTrainable, moment, feeds),
      state: () =>
        new Map([
          ...variables,
          ...[...optimizer.state].map(([name, rows]) =>
            [`${name}, as the optimizer remembers it`, rows] as const
          ),
        ]),
      repeat: () => optimizer.repeat(),
    });
    return this.#replayed;
  }

  /** Resolves when the device is not too far behind. */
  async room(): Promise<void> {
    await this.#replayed?.room();
  }

  /** Frees what is kept to replay; steps go on as before. */
  dispose(): void {
    this.#replayed?.dispose();
    this.#replayed = undefined;
  }
}
