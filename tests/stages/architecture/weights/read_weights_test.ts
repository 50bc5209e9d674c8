import assert from "node:assert/strict";
import {
  encodeSafetensors,
  type StoredTensor,
} from "../../../../src/base/codec/safetensors.ts";
import { fromTorch, torchShape } from "../../../../src/flow/stage/layout.ts";
import { resnet, resnet18 } from "../../../../mod.ts";
import { build, drawn, images, passOver, tf } from "../_networks.ts";

const plan = { channels: [2, 3], blocks: [1, 1], hidden: 4 };
const weights = "./w.safetensors";
const scratch = await build(resnet(plan), images(8));

/** A file in torch's layout with values that differ by name. */
function fileOf(
  change: (name: string, tensor: StoredTensor) => StoredTensor | undefined = (
    _,
    tensor,
  ) => tensor,
  metadata?: Record<string, string>,
) {
  const tensors = scratch.variables.flatMap((spec) => {
    const shape = [...torchShape(spec)];
    // Variances must not be negative.
    const data = drawn(spec.name, shape).map(Math.abs);
    const kept = change(spec.name, { dtype: "F32", shape, data });
    return kept ? [[spec.name, kept] as const] : [];
  });
  return encodeSafetensors(tensors, metadata);
}

async function load(bytes: Uint8Array, outputs = 2) {
  const network = await build(
    resnet({ ...plan, weights }),
    images(8),
    outputs,
    {
      [weights]: bytes,
    },
  );
  const loaded = await network.pretrained?.();
  assert.ok(loaded);
  return { network, ...loaded };
}

Deno.test("resnet({ weights }) computes what the values in the file compute", async () => {
  const { network, values } = await load(fileOf());
  const direct = new Map(network.variables.map((spec) => [
    spec.name,
    fromTorch(spec, drawn(spec.name, torchShape(spec)).map(Math.abs)),
  ]));
  // The head is made anew.
  const expected = [...direct.keys()].filter((name) => !/^head/.test(name));
  assert.deepEqual([...values.keys()], expected);
  for (const [name, value] of values) assert.deepEqual(value, direct.get(name));
  const kernel = network.variables[0]!; // [3, 3, 3, 2] of torch's [2, 3, 3, 3]
  const torch = drawn(kernel.name, [2, 3, 3, 3]).map(Math.abs);
  assert.equal(
    values.get(kernel.name)?.[((2 * 3 + 1) * 3 + 0) * 2 + 1],
    torch[((1 * 3 + 0) * 3 + 2) * 3 + 1],
  );
  const pass = passOver(network.variables, direct);
  const pixels = tf.tensor(drawn("pixels", [1, 8, 8, 3]), [1, 8, 8, 3]);
  const output = tf.tidy(() => network.forward(pass.forward, { pixels }));
  assert.ok(output.dataSync().every(Number.isFinite));
  tf.dispose([output, pixels]);
  pass.dispose();
});

Deno.test("resnet({ weights }) leaves the head of another problem", async () => {
  const { values } = await load(fileOf(), 37);
  assert.equal([...values.keys()].some((name) => /^head/.test(name)), false);
});

Deno.test("resnet({ weights }) takes the normalisation of the file, else ImageNet's", async () => {
  assert.deepEqual((await load(fileOf())).normalization, {
    mean: [0.485, 0.456, 0.406],
    deviation: [0.229, 0.224, 0.225],
  });
  const own = fileOf(undefined, {
    "normalization.mean": "0.5,0.5,0.5",
    "normalization.deviation": "0.25,0.25,0.25",
  });
  assert.deepEqual((await load(own)).normalization, {
    mean: [0.5, 0.5, 0.5],
    deviation: [0.25, 0.25, 0.25],
  });
});

Deno.test("resnet({ weights }) lists what is missing and what has another shape", async () => {
  const bytes = fileOf((name, tensor) => {
    if (name === "bn1.weight" || name === "layer1.0.bn1.bias") return undefined;
    if (name !== "conv1.weight") return tensor;
    return { dtype: "F32", shape: [2, 3, 7, 7], data: new Float32Array(294) };
  });
  await assert.rejects(load(bytes), {
    name: "PipelineError",
    stage: "architecture",
    item: weights,
    message:
      `Cannot load weights "${weights}" into resnet: missing bn1.weight [2], layer1.0.bn1.bias [2]; of another shape conv1.weight [2,3,7,7] instead of [2,3,3,3]`,
    remedy: "Give weights that were made for this architecture",
  });
});

Deno.test("resnet18({ weights }) names six of many and counts the rest", async () => {
  const network = await build(resnet18({ weights }), images(8), 2, {
    [weights]: encodeSafetensors([]),
  });
  await assert.rejects(network.pretrained!(), {
    message:
      /: missing conv1\.weight \[64,3,7,7\], bn1\.weight \[64\], .* layer1\.0\.conv1\.weight \[64,64,3,3\] and 94 more$/,
  });
});

Deno.test("resnet({ weights }) never starts from random weights in their place", async () => {
  const absent = await build(resnet({ ...plan, weights }), images(8));
  await assert.rejects(absent.pretrained!(), {
    name: "PipelineError",
    message: `Cannot read weights "${weights}": there is no "${weights}"`,
    remedy:
      "Put the file there, or leave weights out to start from random ones",
  });
  await assert.rejects(load(new TextEncoder().encode("<html>")), {
    name: "PipelineError",
    message: new RegExp(`^Cannot read weights "${weights}": `),
  });
});

Deno.test("resnet({ weights }) refuses a normalisation that it cannot use", async () => {
  const own = fileOf(undefined, {
    "normalization.mean": "0.5",
    "normalization.deviation": "0.25,0.25,0.25",
  });
  await assert.rejects(load(own), {
    name: "PipelineError",
    message:
      `Cannot read weights "${weights}": normalization.mean is "0.5", not three numbers`,
  });
});

Deno.test("resnet() without weights has none to read", () => {
  assert.equal(scratch.pretrained, undefined);
});
