import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Interrupted } from "../../../base/errors/interrupted.ts";
import type { EngineReport } from "../../../flow/events/engine_report.ts";
import type { EpochRow } from "../../../flow/events/event.ts";
import { programOfNode } from "../../../flow/graph/epoch_node.ts";
import type { EpochProgram } from "../../../flow/graph/program.ts";
import { type Execution, RUN_LOG } from "../../../flow/scheduler/scheduler.ts";
import type { Device } from "../../device/device.ts";
import { decodeCheckpoint } from "../../train/checkpoint.ts";
import { trainEpoch } from "../../train/epoch.ts";
import type { Session } from "../../train/session.ts";
import type { Steps, StepsAccount } from "../../train/steps.ts";
import { TrainingState } from "../../train/training_state.ts";
import { TuningBeside } from "../../tune/tuning_beside.ts";
import { CHECKPOINT, historyOf, stateOf } from "../job/checkpoints.ts";
import { lossesOf } from "../job/judging.ts";
import { type SaveTimer, saveTimer } from "../job/save_timer.ts";
import { adapterFile } from "../recall/adapter_before.ts";
import { PassingCheckpoints } from "../recall/passing_checkpoints.ts";
import { FrozenLayers } from "./frozen_layers.ts";
import { keepTuning } from "./keep_tuning.ts";
import { lookingAt } from "./looking_at.ts";
import { memoryNotice, type MemoryPlan, memoryPlan } from "./memory_plan.ts";
import { overflowTeller } from "./overflow_teller.ts";
import { learnsByHeart } from "./overfitting.ts";
import { Paces } from "./pace.ts";
import { refusalTeller } from "./refusal_teller.ts";
import type { TrainerContext } from "./trainer_context.ts";
import { Validation } from "./validation.ts";

/** Trains epochs one after the other. */
export class Trainer implements AsyncDisposable {
  readonly #context: TrainerContext;
  /** The validation set, and what networks make of it. */
  readonly validation: Validation;
  #state: TrainingState | undefined;
  readonly #tellOf: (steps: Steps) => void;
  readonly #tellOverflows: ReturnType<typeof overflowTeller>;
  readonly #timer: SaveTimer;
  readonly #paces = new Paces();
  readonly #frozen: FrozenLayers;
  #tuning: TuningBeside | undefined;
  #plan: MemoryPlan | undefined;
  /** Published by this run, and not the end of a phase. */
  readonly passing: PassingCheckpoints;

  constructor(context: TrainerContext) {
    this.#context = context;
    this.#tellOf = refusalTeller(context.options.emit);
    this.#tellOverflows = overflowTeller(context.options.emit);
    this.#timer = context.options.timer ?? saveTimer();
    this.passing = new PassingCheckpoints(context.job.store);
    this.validation = new Validation(context);
    const { train, valid } = context.front.sets;
    this.#frozen = new FrozenLayers({
      ...context.options,
      presented: { stages: context.job.stages, index: context.index },
      ids: [...train, ...valid],
    });
  }

  /**
   * Puts the state before an epoch on the device, or the state that was saved
   * within it.
   *
   * @returns the step to begin with
   */
  async #prepare(
    state: TrainingState,
    { reset }: EpochProgram,
    { key, after }: Execution,
  ): Promise<number> {
    const partial = await this.#context.job.store.readPartial(key);
    const saved = partial?.get(CHECKPOINT);
    if (saved) {
      const checkpoint = decodeCheckpoint(saved);
      state.restore(checkpoint);
      return checkpoint.step;
    }
    if (after && !this.validation.holds(after.key)) {
      state.restore(await stateOf(after));
    }
    if (reset) state.reset();
    return 0;
  }

  /** Plans what memory training takes, and says so before it takes it. */
  #open(session: Session, device: Device): TrainingState {
    const { options: { eager = false, emit }, graph, front } = this.#context;
    this.#plan = memoryPlan(device, {
      session,
      programs: graph.programs,
      train: front.sets.train,
      targets: this.validation.targets,
      eager,
      cutOf: (program) => this.#frozen.cutOf(program, session.network),
    });
    const text = this.#plan && memoryNotice(this.#plan, device.adapter);
    if (text !== undefined) emit({ type: "notice", text });
    return new TrainingState(session, { eager });
  }

  /**
   * Executes an `epoch` node.
   *
   * @throws {Interrupted} when the signal stopped it; its state is saved
   */
  async epoch(execution: Execution): Promise<void> {
    const { job, options, graph, front, workbench } = this.#context;
    // What came before is published: there is nothing to save.
    if (options.signal.aborted) throw new Interrupted();
    const { node, key, after, folder } = execution;
    const program = programOfNode(node);
    const whole = await this.validation.whole();
    const device = await workbench.device();
    const { behaviour } = job.stages.fit;
    const state = this.#state ??= this.#open(whole.session, device);
    const from = await this.#prepare(state, program, execution);
    this.validation.holdNothing();
    const start = performance.now();
    const ground = await this.#frozen.ground(program, whole);
    const { session, items } = ground;
    const waitedBefore = items.waitedMs;
    const begun = performance.now();
    const { batch } = behaviour;
    const { programs } = graph;
    const pace = this.#paces.of({ program, programs, batch, from });
    const { phase, epoch } = program;
    const encode = async (step: number) => {
      const bytes = await state.encode(step);
      await device.settle();
      // To save, as to judge, takes buffers that no step has a use for.
      device.freeIdle();
      return bytes;
    };
    const save = async (step: number) => {
      const bytes = await encode(step);
      await job.store.writePartial(
        key,
        new Map([[CHECKPOINT, bytes], adapterFile(workbench.adapter)]),
      );
      this.#timer.restart();
    };
    this.#timer.restart();
    const { looks } = options;
    if (!device.measured) {
      this.#tuning ??= new TuningBeside(device, options.beside);
    }
    const done = await trainEpoch({
      session,
      steps: state.steps,
      program,
      data: {
        items,
        train: front.sets.train,
        targets: this.validation.targets,
      },
      smoothed: state.smoothed,
      from,
      signal: options.signal,
      saving: { due: () => this.#timer.due(), save },
      ...looks === undefined ? {} : {
        looking: lookingAt(looks, { ...whole, front }, program, {
          device,
          emit: options.emit,
        }),
      },
      check: () => device.check(),
      between: async () => await this.#tuning?.between(),
      onSteps: (report) =>
        options.emit({
          type: "batch",
          phase,
          epoch,
          ...report,
          learning_rate: program.settings[report.step - 1]?.rates.at(-1) ?? 0,
          ...pace(report.step),
        }),
    });
    this.#tellOf(state.steps);
    if (done < program.settings.length) {
      await save(done);
      throw new Interrupted();
    }
    const waited = items.waitedMs - waitedBefore;
    const waiting = waited / (performance.now() - begun);
    await writeFile(join(folder, CHECKPOINT), await encode(0));
    this.#tellOverflows(program, await state.optimizer.scale?.read());
    const evaluation = await this.validation.judge(ground);
    device.freeIdle();
    const row: EpochRow = {
      phase,
      epoch,
      epochs: program.epochs,
      ...lossesOf(evaluation, state.smoothed, program),
      metrics: this.validation.metricsOf(evaluation),
      seconds: (performance.now() - start) / 1000,
    };
    options.emit({ type: "epoch", ...row, waiting });
    const rows = [...after ? await historyOf(after) : [], row];
    const warning = learnsByHeart(rows);
    if (warning) {
      options.emit({ type: "warning", stage: "fit", text: warning });
    }
    await writeFile(join(folder, RUN_LOG), JSON.stringify(rows));
    this.validation.hold(key, evaluation);
    // This one is not published yet: the one before it may still be needed.
    await this.passing.thin(after?.key);
    if (epoch < program.epochs) this.passing.add(key);
  }

  /** How the steps of this run were taken so far. */
  get account(): StepsAccount {
    return this.#state?.steps.account ?? { replayed: 0, anew: 0, bytes: 0 };
  }

  /** Bytes of buffers on the device; nothing where no epoch was trained. */
  async memory(): Promise<EngineReport["memory"]> {
    if (this.#state === undefined) return undefined;
    const { most } = (await this.#context.workbench.device()).held();
    const planned = this.#plan?.most;
    return { most, ...planned === undefined ? {} : { planned } };
  }

  /** Frees what only steps have a use for; there are none after this. */
  async endSteps(): Promise<void> {
    if (this.#state === undefined) return;
    this.#state.dispose();
    (await this.#context.workbench.device()).freeIdle();
  }

  /** Keeps what was measured beside the steps for the trainings that follow. */
  async keepTuning(): Promise<void> {
    const found = this.#tuning?.found;
    if (found === undefined) return;
    const { workbench, options } = this.#context;
    const { adapter } = await workbench.device();
    await keepTuning(adapter, found, options.emit);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#tuning?.close();
    this.#state?.dispose();
  }
}
