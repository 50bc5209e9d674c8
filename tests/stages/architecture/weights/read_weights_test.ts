import assert from "node:assert/strict";
import {
  decodeSafetensors,
  encodeSafetensors,
} from "../../../../src/base/codec/safetensors.ts";
import { fromTorch, torchShape } from "../../../../src/flow/stage/layout.ts";
import { drawn, passOver, tf } from "../_networks.ts";
import { fileOf, load, scratch } from "./_narrow.ts";

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

Deno.test("resnet({ weights }) takes names from within DataParallel", async () => {
  const { tensors } = decodeSafetensors(fileOf());
  const named = [...tensors].map(([name, tensor]) =>
    [`module.${name}`, tensor] as const
  );
  const { values } = await load(encodeSafetensors(named));
  assert.deepEqual(values, (await load(fileOf())).values);
  // One name without the prefix: then it is part of the names.
  const [first, ...rest] = [...tensors];
  assert.ok(first);
  const mixed = encodeSafetensors([
    first,
    ...rest.map(([name, tensor]) => [`module.${name}`, tensor] as const),
  ]);
  await assert.rejects(load(mixed), {
    message: /missing bn1\.weight .* unexpected module\.bn1\.weight \[2\]/,
  });
});

Deno.test("resnet({ weights }) leaves heads and counts of batches, as torchvision and timm write them", async () => {
  const { tensors } = decodeSafetensors(fileOf());
  const one = { dtype: "F32", shape: [1], data: new Float32Array(1) } as const;
  const count = { dtype: "I32", shape: [], data: new Int32Array(1) } as const;
  const { values } = await load(encodeSafetensors([
    ...tensors,
    ["fc.weight", one],
    ["fc.bias", one],
    ["linear.weight", one],
    ["bn1.num_batches_tracked", count],
    ["layer1.0.bn2.num_batches_tracked", count],
  ]));
  assert.deepEqual(values, (await load(fileOf())).values);
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

Deno.test("resnet({ weights }) says when the normalisation of the file is none", async () => {
  const wrong = [
    [
      "0.5,,0.5",
      "1,1,1",
      'normalization.mean is "0.5,,0.5", not three numbers',
    ],
    ["0.5", "1,1,1", 'normalization.mean is "0.5", not three numbers'],
    [
      "0,0,0",
      "1,0,1",
      'normalization.deviation is "1,0,1", and none may be 0 or less',
    ],
  ] as const;
  for (const [mean, deviation, why] of wrong) {
    const file = fileOf(undefined, {
      "normalization.mean": mean,
      "normalization.deviation": deviation,
    });
    await assert.rejects(load(file), {
      name: "PipelineError",
      stage: "architecture",
      message: new RegExp(`^Cannot read weights ".+": ${why}$`),
    });
  }
});

Deno.test("resnet() without weights has none to read", () => {
  assert.equal(scratch.pretrained, undefined);
});
