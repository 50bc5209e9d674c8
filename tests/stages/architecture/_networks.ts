import assert from "node:assert/strict";
import { stream } from "../../../src/base/random/stream.ts";
import { openDevice } from "../../../src/engine/device/open_device.ts";
import { startValues } from "../../../src/engine/train/variables.ts";
import type {
  ArchitectureBehaviour,
  ArchitectureContext,
  Forward,
  Network,
  VariableSpec,
} from "../../../src/flow/stage/architecture.ts";
import type { Field } from "../../../src/flow/stage/input.ts";
import type { Tensor } from "../../../src/flow/stage/tensors.ts";
import type {
  Layer,
  PlacedLayer,
} from "../../../src/stages/architecture/layers/layer.ts";

/** tfjs on the cpu backend: slow, and right. */
export const { tf } = await openDevice({ backend: "cpu" });

/** A field of square images. */
export function images(size: number, height = size): readonly Field[] {
  return [{ name: "pixels", dtype: "uint8", shape: [height, size, 3] }];
}

/** Reads these files, by their references, and no others. */
export function reading(
  files: Readonly<Record<string, Uint8Array>>,
): ArchitectureContext["read"] {
  return (reference) => {
    const bytes = files[reference];
    return bytes
      ? Promise.resolve(bytes)
      : Promise.reject(new Error(`there is no "${reference}"`));
  };
}

/** Builds a network; nothing may be read unless `files` says so. */
export async function build(
  { behaviour }: { readonly behaviour: ArchitectureBehaviour },
  fields: readonly Field[],
  outputs = 2,
  files: Readonly<Record<string, Uint8Array>> = {},
): Promise<Network> {
  return await behaviour.build({
    fields,
    outputs,
    tf,
    read: reading(files),
  });
}

/** The shape that each named layer makes. */
export function shapesOf(
  { layers }: Network,
): ReadonlyMap<string, readonly number[]> {
  return new Map(layers.map(({ name, shape }) => [name, shape]));
}

/** The group of each part of a network; fails if variables of a part differ. */
export function groupsOf(
  { variables }: Network,
): Readonly<Record<string, number>> {
  const groups: Record<string, number> = {};
  for (const { name, group } of variables) {
    const [part = ""] = name.split(".");
    assert.equal(group, groups[part] ??= group, name);
  }
  return groups;
}

/** Fails unless a network makes two finite numbers of each of two drawn images. */
export function assertComputes(
  network: Network,
  [height, width]: readonly [number, number],
  training = false,
): void {
  const pass = passOver(network.variables, undefined, training);
  const shape = [2, height, width, 3];
  const pixels = tf.tensor(drawn("pixels", shape), shape);
  const output = tf.tidy(() => network.forward(pass.forward, { pixels }));
  assert.deepEqual(output.shape, [2, 2]);
  assert.ok(output.dataSync().every(Number.isFinite));
  assert.equal(pass.updates.size > 0, training);
  tf.dispose([output, pixels]);
  pass.dispose();
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, side) => size * side, 1);
}

/** Numbers in [-1, 1) that differ by name. */
export function drawn(name: string, shape: readonly number[]): Float32Array {
  const random = stream(7, name);
  return Float32Array.from(
    { length: sizeOf(shape) },
    () => random.uniform(-1, 1),
  );
}

/** A forward pass over values, and what it set the statistics to. */
export function passOver(
  specs: readonly VariableSpec[],
  values: ReadonlyMap<string, Float32Array> = startValues(specs, undefined, 1),
  training = false,
) {
  const updates = new Map<string, number[]>();
  const tensors = new Map(specs.map(({ name, shape }) => [
    name,
    tf.tensor(values.get(name) ?? [], [...shape], "float32"),
  ]));
  const forward: Forward = {
    tf,
    training,
    variable: (name) => {
      const found = tensors.get(name);
      if (!found) throw new Error(`no variable ${name}`);
      return found;
    },
    update: (name, value, { keep, take }) => {
      const before = tensors.get(name)?.dataSync() ?? [];
      const numbers = [...value.dataSync()];
      updates.set(
        name,
        numbers.map((each, at) => (before[at] ?? 0) * keep + each * take),
      );
    },
    dropoutMask: (name, shape, rate) =>
      tf.tensor(
        drawn(name, shape).map((each) => (each + 1) / 2 < rate ? 0 : 1),
        [...shape],
      ),
  };
  return {
    forward,
    updates,
    dispose: () => tf.dispose([...tensors.values()]),
  };
}

/** What a layer by itself makes of numbers. */
export function runLayer(
  layer: Layer,
  input: readonly number[] | Float32Array,
  shape: readonly number[],
  { values, training = false }: {
    readonly values?: Readonly<Record<string, readonly number[]>>;
    readonly training?: boolean;
  } = {},
): {
  readonly placed: PlacedLayer;
  readonly output: readonly number[];
  readonly shape: readonly number[];
  readonly updates: ReadonlyMap<string, readonly number[]>;
} {
  const placed = layer({ name: "it", group: 0, input: shape.slice(1) });
  const start = new Map(startValues(placed.variables, undefined, 1));
  for (const [name, given] of Object.entries(values ?? {})) {
    start.set(`it.${name}`, Float32Array.from(given));
  }
  const pass = passOver(placed.variables, start, training);
  const result: Tensor = tf.tidy(() =>
    tf.clone(placed.forward(pass.forward, tf.tensor([...input], [...shape])))
  );
  const output = [...result.dataSync()];
  result.dispose();
  pass.dispose();
  return { placed, output, shape: result.shape, updates: pass.updates };
}

/** Mean and deviation of many numbers. */
export function spread(values: Float32Array) {
  const mean = values.reduce((sum, each) => sum + each, 0) / values.length;
  const variance = values.reduce((sum, each) => sum + (each - mean) ** 2, 0) /
    values.length;
  return { mean, deviation: Math.sqrt(variance) };
}
