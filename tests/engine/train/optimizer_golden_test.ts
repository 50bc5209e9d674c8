import assert from "node:assert/strict";
import { openDevice } from "../../../src/engine/device/open_device.ts";
import { Optimizer } from "../../../src/engine/train/optimizer.ts";
import { Variables } from "../../../src/engine/train/variables.ts";
import type { VariableSpec } from "../../../src/flow/stage/architecture.ts";
import {
  DEFAULT_OPTIMIZER,
  type OptimizerSettings,
} from "../../../src/flow/stage/optimizer.ts";
import type { StepSettings } from "../../../src/flow/stage/schedule.ts";

/** What `make.py` beside it had fastai's optimizers compute, in doubles. */
interface Golden {
  readonly weightDecay: number;
  /** Steps of each. */
  readonly phases: readonly number[];
  readonly specs: readonly (Pick<VariableSpec, "name" | "role" | "group"> & {
    readonly start: readonly number[];
  })[];
  readonly settings: readonly StepSettings[];
  /** By step and variable. */
  readonly gradients: readonly (readonly (readonly number[])[])[];
  /** By optimizer, step and variable. */
  readonly values: Readonly<
    Record<string, readonly (readonly (readonly number[])[])[]>
  >;
}

const golden: Golden = JSON.parse(
  await Deno.readTextFile(
    new URL("../../fixtures/optimizers/optimizers.json", import.meta.url),
  ),
);

const SPECS = golden.specs.map(({ start, ...rest }): VariableSpec => ({
  ...rest,
  shape: [start.length],
  init: () => Float32Array.from(start),
}));

const cases: readonly (readonly [
  name: string,
  optimizer: OptimizerSettings,
  change: Partial<StepSettings>,
])[] = [
  ["adamW", DEFAULT_OPTIMIZER, {}],
  ["adamW of the paper", { op: "adamW", beta2: 0.999, epsilon: 1e-8 }, {}],
  ["sgd", { op: "sgd" }, {}],
  ["sgd without momentum", { op: "sgd" }, { momentum: 0 }],
];

type Device = Awaited<ReturnType<typeof openDevice>>;

/** Steps as fastai did, with a clear between phases; values after each step. */
async function walked(
  { tf }: Device,
  settings: OptimizerSettings,
  change: Partial<StepSettings>,
): Promise<readonly ReadonlyMap<string, Float32Array>[]> {
  const { weightDecay, phases } = golden;
  const start = new Map(golden.specs.map((spec) =>
    [
      spec.name,
      Float32Array.from(spec.start),
    ] as const
  ));
  const variables = new Variables(tf, SPECS, start);
  const optimizer = new Optimizer(tf, { optimizer: settings, weightDecay });
  const values: ReadonlyMap<string, Float32Array>[] = [];
  for (const [phase, count] of phases.entries()) {
    optimizer.reset();
    const trainable = variables.trainable(phase === 0 ? 2 : 0);
    for (let done = 0; done < count; done++) {
      const step = values.length;
      const gradients = Object.fromEntries(trainable.map((spec) => [
        variables.get(spec.name).name,
        tf.tensor1d([...golden.gradients[step]?.[SPECS.indexOf(spec)] ?? []]),
      ]));
      const now = golden.settings[step];
      assert.ok(now);
      optimizer.step(variables, trainable, gradients, { ...now, ...change }, 1);
      tf.dispose(gradients);
      values.push(await variables.read());
    }
  }
  optimizer.reset();
  variables.dispose();
  return values;
}

Deno.test("the recording has every optimizer, and one frozen group", () => {
  assert.deepEqual(Object.keys(golden.values), cases.map(([name]) => name));
  const frozen = golden.values["sgd"]?.[golden.phases[0]! - 1]?.[0];
  assert.deepEqual(frozen, golden.specs[0]?.start);
});

for (const backend of ["cpu", "webgpu"] as const) {
  for (const [name, settings, change] of cases) {
    Deno.test(`${name} steps as fastai's does, over two phases, on ${backend}`, async () => {
      const device = await openDevice({ backend });
      const before = device.memory().tensors;
      const walk = await walked(device, settings, change);
      golden.values[name]?.forEach((wanted, step) =>
        wanted.forEach((values, at) => {
          const { name } = SPECS[at]!;
          const actual = walk[step]?.get(name) ?? [];
          values.forEach((value, index) => {
            // Singles against doubles: a few roundings a step, of numbers
            // near 1 and of gradients up to 10.
            const difference = Math.abs((actual[index] ?? NaN) - value);
            assert.ok(
              difference < 3e-6 * Math.max(1, Math.abs(value)),
              `${name}[${index}] is ${
                actual[index]
              }, not ${value}, after step ${step}`,
            );
          });
        })
      );
      assert.equal(device.memory().tensors, before);
      device.close();
    });
  }
}
