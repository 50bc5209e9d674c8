import type { Scalar } from "@tensorflow/tfjs-core";
import { gradientCallbacks } from "../../flow/stage/callback.ts";
import { ReplayedStep } from "../replay/replayed_step.ts";
import { fixFrozenFilters } from "./frozen_filters.ts";
import { inputsOf, type Moment, momentOf, type StepPlace } from "./moment.ts";
import { type Learner, learnFrom, trainStep } from "./step.ts";

/** How steps are taken. */
export interface StepsOptions {
  /** Whether each is done anew, as a reference for those that are replayed. */
  readonly eager: boolean;
}

/** How the steps of a training were taken. */
export interface StepsAccount {
  readonly replayed: number;
  readonly anew: number;
  /** The most bytes that were kept at a time to replay. */
  readonly bytes: number;
}

/** Takes the steps of a training: the first ones anew, the others replayed. */
export class Steps {
  #learner: Learner;
  readonly #eager: boolean;
  readonly #gathers: boolean;
  #replayed: ReplayedStep<Moment> | undefined;
  #letTrain = () => {};
  /** What the steps that are replayed have in common. */
  #kind = "";
  #account: StepsAccount = { replayed: 0, anew: 0, bytes: 0 };

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

  /** How steps were taken so far. */
  get account(): StepsAccount {
    return this.#account;
  }

  #count(replayed: boolean): void {
    const { replayed: before, anew, bytes } = this.#account;
    this.#account = {
      replayed: before + (replayed ? 1 : 0),
      anew: anew + (replayed ? 0 : 1),
      bytes: Math.max(bytes, this.bytes),
    };
  }

  /** From here on steps are of this session, with the same variables. */
  over(session: Learner["session"]): void {
    if (session === this.#learner.session) return;
    this.dispose();
    this.#learner = { ...this.#learner, session };
  }

  /** One batch through the network, and one step of the optimizer. */
  take(place: StepPlace): Scalar {
    if (this.#eager || this.#gathers) {
      const loss = trainStep(this.#learner, place);
      this.#count(false);
      return loss;
    }
    const { session } = this.#learner;
    const moment = momentOf(session, place);
    try {
      const step = this.#of(place, moment);
      const { replays } = step;
      const loss = step.take(moment) as Scalar;
      this.#count(step.replays > replays);
      return loss;
    } finally {
      session.tf.dispose([...inputsOf(moment)]);
    }
  }

  /** The recording of steps like this one; there is one at a time. */
  #of({ program, ids }: StepPlace, like: Moment): ReplayedStep<Moment> {
    const { session, optimizer } = this.#learner;
    const { firstTrainable, freezesNorms = false } = program;
    const shapes = inputsOf(like).map(({ shape }) => shape);
    const mixed = like.parts.some(({ mixing }) => mixing !== undefined);
    const kind = JSON.stringify([
      firstTrainable,
      freezesNorms,
      ids.length,
      mixed,
      shapes,
    ]);
    if (this.#replayed && kind === this.#kind) return this.#replayed;
    this.dispose();
    this.#kind = kind;
    const variables = session.variables.all;
    const trainable = session.variables.trainable(firstTrainable, freezesNorms);
    this.#letTrain = fixFrozenFilters(session.tf, session.variables, trainable);
    optimizer.prepare(session.variables, trainable);
    this.#replayed = new ReplayedStep<Moment>(session.tf, {
      run: (moment, feeds) => learnFrom(this.#learner, program, moment, feeds),
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
    this.#letTrain();
    this.#letTrain = () => {};
  }
}
