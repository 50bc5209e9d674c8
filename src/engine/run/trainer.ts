import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Interrupted } from "../../base/errors/interrupted.ts";
import { snakeCase } from "../../base/codec/snake_case.ts";
import type { Entry } from "../../base/store/store.ts";
import type { EpochRow, MetricValues } from "../../flow/events/event.ts";
import type { DataGraph, LearnGraph } from "../../flow/graph/learning.ts";
import type { Front } from "../../flow/graph/front.ts";
import type { EpochProgram } from "../../flow/graph/program.ts";
import { encodeLabel } from "../../flow/graph/targets.ts";
import { type Execution, RUN_LOG } from "../../flow/scheduler/scheduler.ts";
import type { PackIndex } from "../data/pack.ts";
import {
  type Checkpoint,
  decodeCheckpoint,
  encodeCheckpoint,
} from "../train/checkpoint.ts";
import { trainEpoch } from "../train/epoch.ts";
import { evaluate, type Evaluation } from "../train/evaluate.ts";
import { AdamW } from "../train/optimizer.ts";
import type { Session } from "../train/session.ts";
import { SmoothedLoss } from "../train/smoothed_loss.ts";
import { Variables } from "../train/variables.ts";
import type { LearnJob, LearnOptions } from "./job.ts";
import { paceOf } from "./pace.ts";
import type { Workbench } from "./workbench.ts";

const CHECKPOINT = "checkpoint.safetensors";

/** The rows of all epochs up to a checkpoint. */
export async function historyOf(
  checkpoint: Entry,
): Promise<readonly EpochRow[]> {
  // Written by this module, and the store has checked its hash.
  return await checkpoint.readJson(RUN_LOG) as readonly EpochRow[];
}

/** All that a checkpoint holds. */
export async function stateOf(checkpoint: Entry): Promise<Checkpoint> {
  return decodeCheckpoint(await checkpoint.readBytes(CHECKPOINT));
}

/** What the steps of one run share. */
export interface TrainerContext {
  readonly job: LearnJob;
  readonly options: LearnOptions;
  readonly workbench: Workbench;
  /** The front without items that cannot be read. */
  readonly front: Front;
  readonly data: DataGraph;
  readonly graph: LearnGraph;
  /** The result of the input node, and what it says it holds. */
  readonly input: Entry;
  readonly index: PackIndex;
}

/** Trains epochs one after the other and evaluates checkpoints. */
export class Trainer {
  readonly #context: TrainerContext;
  readonly #targets: ReadonlyMap<string, readonly number[]>;
  /** The key whose state the device holds. */
  #holds = "";
  #optimizer: AdamW | undefined;
  #smoothed = new SmoothedLoss();
  /** Keys published by this run that are not the end of a phase. */
  readonly #thin: string[] = [];

  constructor(context: TrainerContext) {
    this.#context = context;
    const { front, graph } = context;
    this.#targets = new Map(
      front.items.map(({ id }, at) =>
        [
          id,
          front.labels[at] ?? "",
        ] as const
      ).filter(([id]) =>
        // The test set is never looked at while training, not even its labels.
        !new Set(front.sets.test).has(id)
      ).map((
        [id, label],
      ) => [id, encodeLabel(graph.vocabulary, { id, label })]),
    );
  }

  #session(): Promise<Session> {
    const { workbench, input, index, graph } = this.#context;
    return workbench.session(workbench.items(input, index), graph.vocabulary);
  }

  /** Puts the state of a checkpoint on the device. */
  #restore(session: Session, optimizer: AdamW, state: Checkpoint): void {
    const { tf, network } = session;
    const loaded = new Variables(tf, network.variables, state.variables);
    for (const { name } of network.variables) {
      session.variables.get(name).assign(loaded.get(name));
    }
    loaded.dispose();
    optimizer.restore(network.variables, state.moments, state.steps);
    this.#smoothed = new SmoothedLoss(state.smoothed);
  }

  /** Executes an `epoch` node. */
  async epoch({ node, key, after, folder }: Execution): Promise<void> {
    const { job, options, graph, front, workbench, input, index } =
      this.#context;
    const at = graph.epochs.findIndex(({ name }) => name === node.name);
    const program = graph.programs[at];
    if (program === undefined) {
      throw new TypeError(`No program for ${node.name}`);
    }
    const session = await this.#session();
    const device = await workbench.device();
    const { fit } = session.stages;
    const optimizer = this.#optimizer ??= new AdamW(
      session.tf,
      fit.behaviour.weightDecay,
    );
    const partial = await job.store.readPartial(key);
    const saved = partial?.get(CHECKPOINT);
    let from = 0;
    if (saved) {
      const state = decodeCheckpoint(saved);
      this.#restore(session, optimizer, state);
      from = state.step;
    } else {
      if (after && this.#holds !== after.key) {
        this.#restore(session, optimizer, await stateOf(after));
      }
      if (program.reset) {
        optimizer.reset();
        this.#smoothed = new SmoothedLoss();
      }
    }
    this.#holds = "";
    const start = performance.now();
    const pace = paceOf(program, graph.programs, fit.behaviour.batch, from);
    const done = await trainEpoch({
      session,
      optimizer,
      program,
      data: {
        items: workbench.items(input, index),
        train: front.sets.train,
        targets: this.#targets,
      },
      smoothed: this.#smoothed,
      from,
      signal: options.signal,
      check: () => device.check(),
      onSteps: ({ step, steps, loss }) =>
        options.emit({
          type: "batch",
          phase: program.phase,
          epoch: program.epoch,
          step,
          steps,
          loss,
          ...pace(step),
        }),
    });
    const bytes = await encodeCheckpoint(
      session.variables,
      optimizer,
      this.#smoothed,
      done < program.settings.length ? done : 0,
    );
    await device.settle();
    if (done < program.settings.length) {
      await job.store.writePartial(key, new Map([[CHECKPOINT, bytes]]));
      throw new Interrupted();
    }
    const row = await this.#row(session, program, start);
    options.emit({ type: "epoch", ...row });
    const rows = [...after ? await historyOf(after) : [], row];
    this.#warn(rows);
    await writeFile(join(folder, CHECKPOINT), bytes);
    await writeFile(join(folder, RUN_LOG), JSON.stringify(rows));
    this.#holds = key;
    await this.#thinOut(key, program);
  }

  /** Keeps the ends of phases and the latest checkpoint: the rest is disk. */
  async #thinOut(key: string, program: EpochProgram): Promise<void> {
    const { job } = this.#context;
    const last = this.#thin.at(-1);
    for (const old of this.#thin.splice(0)) {
      if (old === last) this.#thin.push(old);
      else await job.store.remove(old);
    }
    if (program.epoch < program.epochs) this.#thin.push(key);
  }

  async #row(
    session: Session,
    { phase, epoch, epochs }: EpochProgram,
    start: number,
  ): Promise<EpochRow> {
    const evaluation = await this.#evaluate(session);
    return {
      phase,
      epoch,
      epochs,
      train_loss: this.#smoothed.value,
      valid_loss: evaluation.loss,
      metrics: this.#metrics(evaluation),
      seconds: (performance.now() - start) / 1000,
    };
  }

  #warn(rows: readonly EpochRow[]): void {
    const [before, last] = rows.slice(-2);
    if (!before || !last || before.phase !== last.phase) return;
    if (
      last.valid_loss > before.valid_loss && last.train_loss < before.train_loss
    ) {
      this.#context.options.emit({
        type: "warning",
        stage: "fit",
        text: `Validation loss rose (${before.valid_loss.toFixed(4)} to ${
          last.valid_loss.toFixed(4)
        }) while training loss fell: the model begins to learn its training set by heart`,
      });
    }
  }

  #metrics(evaluation: Evaluation): MetricValues {
    const { stages } = this.#context.job;
    const predictions = this.predictionsOf(evaluation);
    return Object.fromEntries(
      stages.metrics.map(({ op, behaviour }) => [
        snakeCase(op),
        behaviour.compute(predictions),
      ]),
    );
  }

  /** An evaluation as metrics read it. */
  predictionsOf({ outputs, targets }: Evaluation) {
    const { graph, front } = this.#context;
    const count = front.sets.valid.length;
    return {
      target: graph.vocabulary.kind,
      count,
      columns: outputs.length / Math.max(1, count),
      outputs,
      targets,
      classes: graph.vocabulary.classes,
    };
  }

  async #evaluate(session: Session): Promise<Evaluation> {
    const { workbench, input, index, front } = this.#context;
    const evaluation = await evaluate(session, {
      items: workbench.items(input, index),
      ids: front.sets.valid,
      targets: this.#targets,
    });
    await (await workbench.device()).settle();
    return evaluation;
  }

  /** The validation set through the network of a checkpoint. */
  async evaluate(checkpoint: Entry): Promise<Evaluation> {
    const session = await this.#session();
    if (this.#holds !== checkpoint.key) {
      const optimizer = new AdamW(session.tf, 0);
      this.#restore(session, optimizer, await stateOf(checkpoint));
      optimizer.reset();
      this.#holds = checkpoint.key;
    }
    return await this.#evaluate(session);
  }

  /** The targets of the training set, for the baseline. */
  trainingTargets(): readonly (readonly number[])[] {
    const { front } = this.#context;
    return front.sets.train.map((id) => this.#targets.get(id) ?? []);
  }

  dispose(): void {
    this.#optimizer?.reset();
  }
}
