import { stream } from "../../base/random/stream.ts";
import type { VariableSpec } from "../../flow/stage/architecture.ts";
import type { Tensors } from "../../flow/stage/tensors.ts";
import { readBack } from "./read_back.ts";
import type { Variable } from "@tensorflow/tfjs-core";

/** The values of variables on the processor, by name. */
export type Values = ReadonlyMap<string, Float32Array>;

/** The variables of one network on the device; whoever makes it disposes it. */
export class Variables {
  readonly #tf: Tensors;
  readonly specs: readonly VariableSpec[];
  readonly #byName: ReadonlyMap<string, Variable>;

  /** @param values one for each variable of the network */
  constructor(tf: Tensors, specs: readonly VariableSpec[], values: Values) {
    this.#tf = tf;
    this.specs = specs;
    this.#byName = new Map(specs.map((spec) => {
      const given = values.get(spec.name);
      if (given === undefined) {
        throw new TypeError(`Cannot make variable "${spec.name}": no values`);
      }
      return [spec.name, this.#variable(given, spec.shape)];
    }));
  }

  #variable(values: Float32Array, shape: readonly number[]): Variable {
    const tf = this.#tf;
    const start = tf.tensor(values, [...shape], "float32");
    const variable = tf.variable(start);
    start.dispose();
    return variable;
  }

  /** The variable of that name. */
  get(name: string): Variable {
    const variable = this.#byName.get(name);
    if (variable === undefined) {
      throw new TypeError(`Cannot find variable "${name}" of the network`);
    }
    return variable;
  }

  /** All of them, by name. */
  get all(): ReadonlyMap<string, Variable> {
    return this.#byName;
  }

  /** Variables that take gradients when groups before this one are frozen. */
  trainable(
    firstTrainable: number,
    freezesNorms = false,
  ): readonly VariableSpec[] {
    return trainableOf(this.specs, firstTrainable, freezesNorms);
  }

  /** Sets all variables to these values, one for each. */
  assign(values: Values): void {
    const others = new Variables(this.#tf, this.specs, values);
    for (const { name } of this.specs) this.get(name).assign(others.get(name));
    others.dispose();
  }

  /** All values, read back from the device together. */
  async read(): Promise<Map<string, Float32Array>> {
    const values = await readBack(
      this.#tf,
      this.specs.map(({ name }) => this.get(name)),
    );
    return new Map(this.specs.map(({ name }, at) => [
      name,
      values[at] ?? new Float32Array(),
    ]));
  }

  dispose(): void {
    for (const variable of this.#byName.values()) variable.dispose();
  }
}

/**
 * Those that take gradients when groups before this one are frozen: norms of
 * all groups, unless they are frozen too.
 */
export function trainableOf(
  specs: readonly VariableSpec[],
  firstTrainable: number,
  freezesNorms = false,
): readonly VariableSpec[] {
  return specs.filter(({ role, group }) =>
    role !== "statistic" &&
    (group >= firstTrainable || (role === "norm" && !freezesNorms))
  );
}

/** What a network starts from: trained values where it has them, else drawn. */
export function startValues(
  specs: readonly VariableSpec[],
  trained: Values | undefined,
  seed: number,
): Values {
  return new Map(specs.map((spec) => [
    spec.name,
    trained?.get(spec.name) ?? spec.init(stream(seed, "init", spec.name)),
  ]));
}
