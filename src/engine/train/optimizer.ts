import type { NamedTensorMap, Tensor, Variable } from "@tensorflow/tfjs-core";
import type { VariableSpec } from "../../flow/stage/architecture.ts";
import { type Callback, gradientCallbacks } from "../../flow/stage/callback.ts";
import {
  DEFAULT_OPTIMIZER,
  type OptimizerSettings,
} from "../../flow/stage/optimizer.ts";
import type { Precision, StepSettings } from "../../flow/stage/schedule.ts";
import type { Tensors } from "../../flow/stage/tensors.ts";
import type { Scaling } from "../kernels/optimizer/loss_scale.ts";
import { type Feeds, feedsOf, onDevice } from "../replay/feeds.ts";
import { adamW } from "./adam_w.ts";
import { type GatheredState, GradientGate } from "./gradient_gate.ts";
import { LossScale } from "./loss_scale.ts";
import { readBack } from "./read_back.ts";
import { sgd } from "./sgd.ts";
import type { UpdateRule, UpdateSettings } from "./update_rule.ts";
import type { Values, Variables } from "./variables.ts";

/** What is remembered of one variable, and how often it was stepped. */
interface Memory {
  /** `[rows, size]` */
  readonly rows: Tensor;
  steps: number;
}

/** What of a step the optimizer asks for. */
interface OptimizerMoment {
  readonly settings: StepSettings;
}

/** The settings of the variables of a step, of which many have the same. */
type SettingsOf = (spec: VariableSpec, memory: Memory) => Tensor;

/** All that an optimizer remembers, on the processor. */
export interface OptimizerState {
  /** `<row>/<name>`: `mean/1.weight`. */
  readonly values: Values;
  /** By name of the variable. */
  readonly steps: Readonly<Record<string, number>>;
  /** Gradients that wait for more of them. */
  readonly gathered: GatheredState;
  /** That of the loss, in mixed precision, once there was a step. */
  readonly scaling?: Scaling;
}

/** What to train with. */
export interface OptimizerOptions {
  /** fastai's AdamW unless told. */
  readonly optimizer?: OptimizerSettings;
  /** Decoupled, per unit of learning rate. */
  readonly weightDecay: number;
  /** That of every step, where it is one and the same. */
  readonly momentum?: number;
  /** Those that act on gradients do so here. */
  readonly callbacks?: readonly Callback[];
  /** What its gradients pass through; 32 bits unless told. */
  readonly precision?: Precision;
}

/** How a gradient becomes a step. */
export function ruleOf(
  settings: OptimizerSettings,
  momentum: number | undefined,
): UpdateRule {
  return settings.op === "sgd" ? sgd(momentum) : adamW(settings);
}

/**
 * Steps variables along their gradients, with one learning rate a parameter
 * group. Decay is decoupled, and for weights only: not for biases and norms.
 * Variables without a gradient are left as they are.
 */
export class Optimizer {
  readonly #tf: Tensors;
  readonly #rule: UpdateRule;
  readonly #weightDecay: number;
  readonly #gate: GradientGate;
  /** That of the loss whose gradients it takes, in mixed precision. */
  readonly scale: LossScale | undefined;
  readonly #memories = new Map<string, Memory>();
  /** What was stepped at the last step. */
  #stepped: readonly Memory[] = [];

  constructor(
    tf: Tensors,
    { optimizer = DEFAULT_OPTIMIZER, weightDecay, momentum, ...options }:
      OptimizerOptions,
  ) {
    this.#tf = tf;
    const { callbacks = [], precision = "full" } = options;
    this.scale = precision === "mixed" ? new LossScale(tf) : undefined;
    this.#gate = new GradientGate(
      tf,
      gradientCallbacks(callbacks),
      this.scale,
    );
    this.#rule = ruleOf(optimizer, momentum);
    this.#weightDecay = weightDecay;
  }

  /**
   * Takes the gradients of one batch, which stay the caller's, but for those of
   * a scaled loss: they are freed. One step, unless a callback wants more of them
   * first, or none where the loss was scaled and a gradient is not finite.
   *
   * @param samples items of the batch
   * @param feeds where a recorded step gets its settings from
   */
  step(
    variables: Variables,
    trainable: readonly VariableSpec[],
    gradients: NamedTensorMap,
    settings: StepSettings,
    samples: number,
    feeds: Feeds<OptimizerMoment> = feedsOf(this.#tf, { settings }),
  ): void {
    const named = new Map(trainable.flatMap(({ name }) => {
      const gradient = gradients[variables.get(name).name];
      return gradient ? [[name, gradient] as const] : [];
    }));
    this.#stepped = [];
    this.#gate.pass(named, samples, (ready) => {
      const told = new Map<string, Tensor>();
      const settingsOf: SettingsOf = ({ group, role }, memory) => {
        const { steps } = memory;
        const key = `${group} ${role === "weight"} ${steps}`;
        const known = told.get(key) ?? this.#tell(feeds, group, role, memory);
        told.set(key, known);
        return known;
      };
      this.#stepped = trainable.flatMap((spec) => {
        const gradient = ready.get(spec.name);
        if (gradient === undefined) return [];
        return [
          this.#update(spec, variables.get(spec.name), gradient, settingsOf),
        ];
      });
      this.#tf.dispose([...told.values()]);
    });
  }

  /** The settings of all variables of a group with such a role. */
  #tell(
    feeds: Feeds<OptimizerMoment>,
    group: number,
    role: VariableSpec["role"],
    memory: Memory,
  ): Tensor {
    const { scale } = this;
    const numbers = ({ settings: { rates, momentum } }: OptimizerMoment) => {
      const rate = rates[group] ?? 0;
      const decay = role === "weight" ? 1 - rate * this.#weightDecay : 1;
      const { steps } = memory;
      const settings = { rate, decay, momentum, steps };
      return scale ? this.#orNone(settings) : this.#rule.settings(settings);
    };
    const { idle } = this.#rule;
    const shape = [scale ? 3 * idle.length + 1 : idle.length];
    const told = feeds.fill({ shape, dtype: "float32", numbers });
    if (scale === undefined) return told;
    const decided = scale.settings(told);
    told.dispose();
    return decided;
  }

  /** A step or none, which the scale of the loss decides. */
  #orNone(settings: UpdateSettings): readonly number[] {
    const { idle, bases } = this.#rule;
    return [
      ...this.#rule.settings(settings),
      ...idle,
      ...bases?.(settings) ?? idle.map(() => 0),
      settings.steps,
    ];
  }

  /** Counts the last step once more, whose kernels were replayed. */
  repeat(): void {
    for (const memory of this.#stepped) memory.steps++;
  }

  /** The tensors that a step leaves for the next one, by the names of variables. */
  get state(): ReadonlyMap<string, Tensor> {
    const memories = this.#rule.rows.length === 0 ? [] : [...this.#memories];
    const scaling = this.scale?.state;
    return new Map([
      ...memories.map(([name, { rows }]) => [name, rows] as const),
      ...scaling ? [["the scale of the loss", scaling] as const] : [],
    ]);
  }

  /**
   * Makes room on the device for what is remembered of variables: where a first
   * step does it, its buffers are those of a step and not of the optimizer.
   */
  prepare(variables: Variables, trainable: readonly VariableSpec[]): void {
    for (const { name } of trainable) {
      const { rows } = this.#memoryOf(name, variables.get(name));
      onDevice(this.#tf, rows);
    }
  }

  #memoryOf(name: string, { size }: Variable): Memory {
    const known = this.#memories.get(name);
    if (known !== undefined) return known;
    const rows = this.#tf.zeros([this.#rule.rows.length, size]);
    const memory = { rows, steps: 0 };
    this.#memories.set(name, memory);
    return memory;
  }

  #update(
    spec: VariableSpec,
    variable: Variable,
    gradient: Tensor,
    settingsOf: SettingsOf,
  ): Memory {
    const tf = this.#tf;
    const known = this.#memoryOf(spec.name, variable);
    known.steps++;
    this.#rule.update({
      tf,
      value: variable,
      memory: known.rows,
      gradient,
      settings: settingsOf(spec, known),
    });
    return known;
  }

  /** Forgets everything, as at the start of a phase. */
  reset(): void {
    for (const { rows } of this.#memories.values()) rows.dispose();
    this.#memories.clear();
    this.#stepped = [];
    this.#gate.reset();
    this.scale?.reset();
  }

  /** What it remembers, read back from the device. */
  async read(): Promise<OptimizerState> {
    const memories = [...this.#memories];
    const gathered = await this.#gate.read();
    const scaling = await this.scale?.read();
    const rows = memories.map(([, { rows }]) => rows);
    const data = await readBack(this.#tf, rows);
    return {
      values: new Map(memories.flatMap(([name, { rows }], at) => {
        const all = data[at] ?? new Float32Array();
        const size = rows.shape[1] ?? 0;
        return this.#rule.rows.map((row, index) =>
          [
            `${row}/${name}`,
            all.subarray(index * size, (index + 1) * size),
          ] as const
        );
      })),
      steps: Object.fromEntries(
        memories.map(([name, { steps }]) => [name, steps]),
      ),
      gathered,
      ...scaling ? { scaling } : {},
    };
  }

  /** Takes up where {@linkcode Optimizer.read} was called. */
  restore(
    specs: readonly VariableSpec[],
    { values, steps, gathered, scaling }: OptimizerState,
  ): void {
    this.reset();
    this.#gate.restore(specs, gathered);
    this.scale?.restore(scaling);
    for (const { name } of specs) {
      const count = steps[name];
      const parts = this.#rule.rows.map((row) => values.get(`${row}/${name}`));
      const size = parts[0]?.length ?? 0;
      if (count === undefined || parts.includes(undefined)) continue;
      const all = new Float32Array(parts.length * size);
      parts.forEach((part, at) => all.set(part ?? [], at * size));
      const rows = this.#tf.tensor(all, [parts.length, size]);
      this.#memories.set(name, { rows, steps: count });
    }
  }
}
