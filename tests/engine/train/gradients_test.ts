import assert from "node:assert/strict";
import type { Scalar, Tensor, Tensor2D } from "@tensorflow/tfjs-core";
import { openDevice } from "../../../src/engine/device/open_device.ts";
import { gradientsOf } from "../../../src/engine/train/gradients.ts";

type Device = Awaited<ReturnType<typeof openDevice>>;

for (const backend of ["cpu", "webgpu"] as const) {
  /** Runs on a device on which nothing is left over. */
  const onDevice = async (use: (device: Device) => Promise<void>) => {
    const device = await openDevice({ backend });
    const { tensors } = device.memory();
    try {
      await use(device);
      assert.equal(device.memory().tensors, tensors, "nothing is left");
    } finally {
      device.close();
    }
  };

  const variableOf = ({ tf }: Device, ...numbers: readonly number[]) =>
    tf.tidy(() => tf.variable(tf.tensor1d([...numbers])));

  /** Layers one after the other, with ways around each other. */
  const layersOf = ({ tf }: Device) => {
    const drawn = (...shape: number[]) =>
      tf.tidy(() => tf.variable(tf.randomUniform(shape, -1, 1, "float32", 7)));
    const weights = Array.from({ length: 6 }, () => drawn(8, 8));
    const unused = drawn(8, 8);
    const scale = drawn(8);
    const input = tf.randomUniform([16, 8], -1, 1, "float32", 3) as Tensor2D;
    const loss = (): Scalar => {
      let value = input;
      for (const weight of weights) {
        const made: Tensor2D = tf.relu(tf.matMul(value, weight as Tensor2D));
        // Of one input twice, of a way around, and of what is cut off.
        value = tf.add(tf.mul(made, made), tf.mul(value, scale));
      }
      tf.square(unused); // leads nowhere
      return tf.mean(value) as Scalar;
    };
    return { variables: [...weights, scale], input, unused, loss };
  };

  Deno.test(`gradientsOf() gives what tf.variableGrads() does, bit for bit, on ${backend}`, async () => {
    await onDevice(async (device) => {
      const { tf } = device;
      const { variables, input, unused, loss } = layersOf(device);
      const all = [...variables, unused];
      const theirs = tf.variableGrads(loss, all);
      const ours = gradientsOf(tf, loss, all);
      assert.deepEqual(Object.keys(ours.grads), Object.keys(theirs.grads));
      assert.equal(ours.grads[unused.name], undefined);
      const numbers = async ({ value, grads }: typeof ours) =>
        await Promise.all(
          [value, ...Object.values(grads)].map((each: Tensor) => each.data()),
        );
      assert.deepEqual(await numbers(ours), await numbers(theirs));
      tf.dispose([...all, input]);
      tf.dispose([ours.value, ours.grads, theirs.value, theirs.grads]);
    });
  });

  Deno.test(`gradientsOf() frees neither what it was given nor what is given back twice, on ${backend}`, async () => {
    await onDevice(async (device) => {
      const { tf } = device;
      const variable = variableOf(device, 1, 2);
      const other = variableOf(device, 3, 4);
      const constant = tf.tensor1d([5, 6]);
      // One tensor reaches both, and it is nobody's who differentiates.
      const sum = tf.customGrad((a, b) => ({
        value: tf.add(a as Tensor, b as Tensor),
        gradFunc: () => [constant, constant],
      }));
      const { value, grads } = gradientsOf(
        tf,
        () => tf.sum(tf.add(sum(variable, other), variable)) as Scalar,
        [variable, other],
      );
      assert.deepEqual([...await grads[variable.name]!.data()], [6, 7]);
      assert.deepEqual([...await grads[other.name]!.data()], [5, 6]);
      assert.deepEqual([...await constant.data()], [5, 6]);
      tf.dispose([value, grads]);
      tf.dispose([constant, variable, other]);
    });
  });

  Deno.test(`gradientsOf() that fails leaves nothing, and the next one succeeds, on ${backend}`, async () => {
    await onDevice(async (device) => {
      const { tf } = device;
      const variable = variableOf(device, 1, 2);
      const fails = () => {
        tf.square(variable);
        throw new RangeError("a layer fails");
      };
      assert.throws(() => gradientsOf(tf, fails, [variable]), RangeError);
      const none = () => tf.tidy(() => tf.scalar(1));
      assert.throws(() => gradientsOf(tf, none, [variable]), {
        message: "Cannot differentiate a loss of no variable",
      });
      const squares = () => tf.sum(tf.square(variable)) as Scalar;
      const { value, grads } = gradientsOf(tf, squares, [variable]);
      assert.deepEqual([...await grads[variable.name]!.data()], [2, 4]);
      tf.dispose([value, grads]);
      variable.dispose();
    });
  });

  if (backend === "cpu") continue; // it does not count
  Deno.test("gradientsOf() keeps little more on the device than the way forward", async () => {
    await onDevice(async (device) => {
      const { tf } = device;
      const { variables, input, unused, loss } = layersOf(device);
      const engine = tf.engine();
      const { runKernel } = engine;
      const before = device.memory().bytes;
      let most = 0;
      engine.runKernel = new Proxy(runKernel, {
        apply: (target, self, given) => {
          const made = Reflect.apply(target, self, given);
          most = Math.max(most, device.memory().bytes - before);
          return made;
        },
      });
      const mostOf = (run: () => unknown) => {
        most = 0;
        tf.tidy(() => void run());
        return most;
      };
      try {
        const forward = mostOf(loss);
        const ours = mostOf(() => gradientsOf(tf, loss, variables));
        const theirs = mostOf(() => tf.variableGrads(loss, variables));
        assert.ok(ours < 1.3 * forward, `${ours} of ${forward}`);
        assert.ok(ours < 0.8 * theirs, `${ours} of ${theirs}`);
      } finally {
        engine.runKernel = runKernel;
      }
      tf.dispose([...variables, input, unused]);
      await device.settle();
    });
  });
}
