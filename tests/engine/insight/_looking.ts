/**
 * Small networks with drawn weights, to look into.
 *
 * @module
 */
import * as leat from "leat";
import { stream } from "../../../src/base/random/stream.ts";
import { openDevice } from "../../../src/engine/device/open_device.ts";
import type { Looking } from "../../../src/engine/insight/tapped.ts";
import { startValues, Variables } from "../../../src/engine/train/variables.ts";
import type { ArchitectureBehaviour } from "../../../src/flow/stage/architecture.ts";
import type { Tensor4D } from "../../../src/flow/stage/tensors.ts";

/** The devices that gradients are held against differences on. */
export const BACKENDS = ["cpu", "webgpu"] as const;

/** A network that one looks into; its variables go with it. */
export interface Opened extends Looking, Disposable {
  /** Numbers of the device; none are left over after it. */
  tensors(): number;
}

/** Opens a network on square images. */
export async function looking(
  { behaviour }: { readonly behaviour: ArchitectureBehaviour },
  { size, outputs = 3, backend = "cpu", files = {} }: {
    readonly size: number;
    readonly outputs?: number;
    readonly backend?: "cpu" | "webgpu";
    readonly files?: Readonly<Record<string, Uint8Array>>;
  },
): Promise<Opened> {
  const { tf, memory } = await openDevice({ backend });
  const network = await behaviour.build({
    fields: [{ name: "pixels", dtype: "uint8", shape: [size, size, 3] }],
    outputs,
    tf,
    read: (reference) => {
      const bytes = files[reference];
      if (bytes) return Promise.resolve(bytes);
      return Promise.reject(new Error(`there is no "${reference}"`));
    },
  });
  const variables = new Variables(
    tf,
    network.variables,
    startValues(network.variables, undefined, 3),
  );
  return {
    tf,
    network,
    variables,
    tensors: () => memory().tensors,
    [Symbol.dispose]: () => variables.dispose(),
  };
}

/** Images of noise between 0 and 1, `[count, size, size, 3]`. */
export function noise(
  { tf }: Pick<Looking, "tf">,
  count: number,
  size: number,
): Tensor4D {
  const random = stream(11, "noise");
  const values = Float32Array.from(
    { length: count * size * size * 3 },
    () => random.uniform(0, 1),
  );
  return tf.tensor4d(values, [count, size, size, 3]);
}

/** Two stages, the second of which halves the sides. */
export const narrow = leat.resnet({
  channels: [4, 6],
  blocks: [1, 1],
  hidden: 5,
});
