import type { Entry } from "../../../base/store/store.ts";
import type { MetricValues } from "../../../flow/events/event.ts";
import { watchedMetrics } from "../../../flow/graph/watches.ts";
import type { Predictions } from "../../../flow/stage/objective.ts";
import {
  type Answers,
  type Ask,
  evaluate,
  type Evaluation,
} from "../../train/evaluate.ts";
import { stateOf } from "../job/checkpoints.ts";
import { metricsOf, predictionsOf } from "../job/judging.ts";
import { targetsOf } from "../job/targets.ts";
import type { Ground } from "./frozen_layers.ts";
import type { TrainerContext } from "./trainer_context.ts";

/** Asks networks about the validation set, those of checkpoints too. */
export class Validation {
  readonly #context: TrainerContext;
  /** The rows that the loss scores, by id, of all items. */
  readonly targets: ReadonlyMap<string, readonly number[]>;
  /** The key of the checkpoint whose variables the device holds. */
  #holds = "";
  /** Of that checkpoint, once it was evaluated. */
  #evaluation: Evaluation | undefined;

  constructor(context: TrainerContext) {
    this.#context = context;
    this.targets = targetsOf(context.front, context.graph.vocabulary);
  }

  /** The whole network, on items as they were packed. */
  async whole(): Promise<Ground> {
    const { workbench, input, index, graph } = this.#context;
    const items = workbench.items(input, index);
    return { session: await workbench.session(items, graph.vocabulary), items };
  }

  /** Whether the variables on the device are those of a checkpoint. */
  holds(key: string): boolean {
    return this.#holds === key;
  }

  /** Takes the variables on the device for those of a checkpoint. */
  hold(key: string, evaluation: Evaluation): void {
    this.#holds = key;
    this.#evaluation = evaluation;
  }

  /** To be called before the variables on the device change. */
  holdNothing(): void {
    this.#holds = "";
    this.#evaluation = undefined;
  }

  /** Evaluates the network as it is. */
  judge(ground: Ground): Promise<Evaluation> {
    return this.#ask(ground, evaluate);
  }

  /** The metrics of an epoch. */
  metricsOf(evaluation: Evaluation): MetricValues {
    return metricsOf(
      this.#context.job.stages.metrics,
      this.predictionsOf(evaluation),
      (name, error) => this.#metricFailed(name, error),
    );
  }

  /** A metric that fails ends no training, unless that is decided by it. */
  #metricFailed(name: string, error: unknown): void {
    const { job, options } = this.#context;
    if (watchedMetrics(job.stages).has(name)) throw error;
    const why = error instanceof Error ? error.message : String(error);
    options.emit({
      type: "warning",
      stage: "metrics",
      text: `Metric "${name}" failed, and the training goes on: ${why}`,
    });
  }

  /** Answers to the validation set as metrics read them. */
  predictionsOf(answers: Answers): Predictions {
    const { graph, front } = this.#context;
    const { length } = front.sets.valid;
    return predictionsOf(answers, length, graph.vocabulary);
  }

  async #ask<Told>({ session, items }: Ground, ask: Ask<Told>): Promise<Told> {
    const { workbench, front } = this.#context;
    const told = await ask(session, {
      items,
      ids: front.sets.valid,
      targets: this.targets,
    });
    await (await workbench.device()).settle();
    return told;
  }

  /** Asks the network of a checkpoint about the validation set. */
  async ask<Told>(checkpoint: Entry, ask: Ask<Told>): Promise<Told> {
    const whole = await this.whole();
    if (!this.holds(checkpoint.key)) {
      this.holdNothing();
      const { variables } = await stateOf(checkpoint);
      whole.session.variables.assign(variables);
    }
    return await this.#ask(whole, ask);
  }

  /** The validation set through the network of a checkpoint. */
  async evaluate(checkpoint: Entry): Promise<Evaluation> {
    if (this.#evaluation && this.holds(checkpoint.key)) {
      return this.#evaluation;
    }
    return await this.ask(checkpoint, evaluate);
  }

  /** The targets of the training set, for the baseline. */
  trainingTargets(): readonly (readonly number[])[] {
    const { front } = this.#context;
    return front.sets.train.map((id) => this.targets.get(id) ?? []);
  }
}
