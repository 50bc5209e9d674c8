import assert from "node:assert/strict";
import { encodeSafetensors } from "../../../src/base/codec/safetensors.ts";
import { torchShape } from "../../../src/flow/stage/layout.ts";
import { cifarResnetStage } from "../../../src/stages/architecture/cifar_resnet.ts";
import { cifarResnet } from "../../../mod.ts";
import {
  assertComputes,
  build,
  drawn,
  groupsOf,
  images,
  shapesOf,
  sizeOf,
} from "./_networks.ts";

Deno.test("cifarResnet() has the expected defaults", () => {
  assert.deepEqual(cifarResnet({ depth: 20 }).params, { depth: 20 });
  assert.equal(cifarResnet({ depth: 20 }).behaviour.weights, undefined);
});

Deno.test("cifarResnet() has as many parameters as the paper says, but for the head", async () => {
  // He et al., 2016, table 6, in millions, with a head of 650.
  const millions = { 20: 0.27, 32: 0.46, 44: 0.66, 56: 0.85, 110: 1.7 };
  for (const depth of [20, 32, 44, 56, 110] as const) {
    const { variables } = await build(cifarResnet({ depth }), images(32));
    const body = variables.filter(({ name, role }) =>
      !name.startsWith("head.") && role !== "statistic"
    );
    const count = body.reduce((sum, { shape }) => sum + sizeOf(shape), 650);
    const digits = depth === 110 ? 1 : 2;
    assert.equal((count / 1e6).toFixed(digits), `${millions[depth]}`);
  }
});

Deno.test("cifarResnet() keeps the size at its stem, and halves it twice", async () => {
  const network = await build(cifarResnet({ depth: 20 }), images(32), 10);
  const shapes = shapesOf(network);
  assert.deepEqual(shapes.get("conv1"), [32, 32, 16]);
  assert.equal(shapes.has("maxpool"), false);
  assert.deepEqual(shapes.get("layer1.2"), [32, 32, 16]);
  assert.deepEqual(shapes.get("layer2.0"), [16, 16, 32]);
  assert.deepEqual(shapes.get("layer3.2"), [8, 8, 64]);
  // fastai cuts before the pooling, and pools by maximum and mean.
  assert.deepEqual(shapes.get("head.0"), [128]);
  assert.deepEqual(shapes.get("head.8"), [10]);
  assert.deepEqual(groupsOf(network), {
    conv1: 0,
    bn1: 0,
    layer1: 0,
    layer2: 1,
    layer3: 1,
    head: 2,
  });
});

Deno.test("cifarResnet({ weights }) reads names as DataParallel writes them", async () => {
  const weights = "./resnet20.safetensors";
  const scratch = await build(cifarResnet({ depth: 20 }), images(8));
  const body = scratch.variables.filter(({ name }) => !/^head\./.test(name));
  const file = encodeSafetensors([
    ...body.map((spec) => {
      const shape = torchShape(spec);
      const data = drawn(spec.name, shape).map(Math.abs);
      return [`module.${spec.name}`, { dtype: "F32", shape, data }] as const;
    }),
    ["module.linear.bias", {
      dtype: "F32",
      shape: [10],
      data: new Float32Array(10),
    }],
  ]);
  const network = await build(
    cifarResnet({ depth: 20, weights }),
    images(8),
    2,
    {
      [weights]: file,
    },
  );
  const { values } = await network.pretrained?.() ?? {};
  assert.deepEqual([...values?.keys() ?? []], body.map(({ name }) => name));
  const deeper = await build(
    cifarResnet({ depth: 32, weights }),
    images(8),
    2,
    {
      [weights]: file,
    },
  );
  await assert.rejects(deeper.pretrained!(), {
    message:
      /into cifarResnet: missing layer1\.3\.conv1\.weight \[16,16,3,3\], .* and 54 more$/,
  });
});

Deno.test("cifarResnet() makes what it announces of images of any size", async () => {
  for (const side of [1, 7, 16]) {
    const network = await build(cifarResnet({ depth: 20 }), images(side));
    assertComputes(network, [side, side]);
  }
});

Deno.test("cifarResnet() is as deep as the paper's", () => {
  assert.throws(() => cifarResnetStage({ depth: 18 as 20 }), {
    name: "PipelineError",
    message:
      'Cannot make architecture "cifarResnet": depth: must be one of 20, 32, 44, 56, 110',
  });
});
