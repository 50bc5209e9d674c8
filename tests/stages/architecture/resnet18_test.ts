import assert from "node:assert/strict";
import { torchShape } from "../../../src/flow/stage/layout.ts";
import type { Network } from "../../../src/flow/stage/architecture.ts";
import {
  imagenet,
  resnet101,
  resnet152,
  resnet18,
  resnet34,
  resnet50,
} from "../../../mod.ts";
import { build, images, sizeOf } from "./_networks.ts";
import { headLines, stateDict } from "./_torchvision.ts";

/** `parameters` as torchvision counts them, with 1000 classes. */
const RESNETS = {
  resnet18: {
    stage: resnet18(),
    trained: (weights: string) => resnet18({ weights }),
    blocks: [2, 2, 2, 2],
    wider: 1,
    parameters: 11_689_512,
  },
  resnet34: {
    stage: resnet34(),
    trained: (weights: string) => resnet34({ weights }),
    blocks: [3, 4, 6, 3],
    wider: 1,
    parameters: 21_797_672,
  },
  resnet50: {
    stage: resnet50(),
    trained: (weights: string) => resnet50({ weights }),
    blocks: [3, 4, 6, 3],
    wider: 4,
    parameters: 25_557_032,
  },
  resnet101: {
    stage: resnet101(),
    trained: (weights: string) => resnet101({ weights }),
    blocks: [3, 4, 23, 3],
    wider: 4,
    parameters: 44_549_160,
  },
  resnet152: {
    stage: resnet152(),
    trained: (weights: string) => resnet152({ weights }),
    blocks: [3, 8, 36, 3],
    wider: 4,
    parameters: 60_192_808,
  },
};

function shapeOf({ layers }: Network, name: string) {
  return layers.findLast((each) => each.name === name)?.shape;
}

for (
  const [name, { stage, trained, blocks, wider, parameters }] of Object.entries(
    RESNETS,
  )
) {
  const features = 512 * wider;

  Deno.test(`${name}() has torchvision's names, shapes and number of parameters`, async () => {
    const { variables } = await build(stage, images(224), 37);
    assert.deepEqual(
      variables.map((spec) => [spec.name, torchShape(spec)]),
      [...stateDict(blocks, wider > 1), ...headLines(features, 37)],
    );
    const count = variables
      .filter((each) => each.role !== "statistic" && !/^head/.test(each.name))
      .reduce((sum, { shape }) => sum + sizeOf(shape), 0);
    assert.equal(count + (features + 1) * 1000, parameters);
  });

  Deno.test(`${name}() cuts its groups where fastai does, and gives each variable its role`, async () => {
    const { variables } = await build(stage, images(224));
    for (const { name, group, role, layout, shape } of variables) {
      const late = /^layer[34]\./.test(name) ? 1 : 0;
      assert.equal(group, /^head\./.test(name) ? 2 : late, name);
      const expected = /running_(mean|var)$/.test(name)
        ? "statistic"
        : shape.length === 1
        ? "norm"
        : "weight";
      assert.equal(role, expected, name);
      const laid =
        { 4: "convolution", 2: "linear", 1: undefined }[shape.length];
      assert.equal(layout, laid, name);
    }
  });

  Deno.test(`${name}() halves images as the paper does, odd ones rounded up`, async () => {
    const even = await build(stage, images(224));
    const odd = await build(stage, images(225, 97));
    for (
      const [layer, side, tall, wide, channels] of [
        ["conv1", 112, 49, 113, 64],
        ["maxpool", 56, 25, 57, 64],
        ["layer1.1", 56, 25, 57, 64 * wider],
        // Before the stride in a bottleneck, which is in the 3x3 convolution.
        ...wider > 1 ? [["layer2.0.conv1", 56, 25, 57, 128] as const] : [],
        ["layer2.0.conv2", 28, 13, 29, 128],
        ["layer2.0", 28, 13, 29, 128 * wider],
        ["layer2.0.downsample.0", 28, 13, 29, 128 * wider],
        ["layer3.1.conv2", 14, 7, 15, 256],
        ["layer4.1", 7, 4, 8, 512 * wider],
      ] as const
    ) {
      assert.deepEqual(shapeOf(even, layer), [side, side, channels], layer);
      assert.deepEqual(shapeOf(odd, layer), [tall, wide, channels], layer);
    }
    assert.deepEqual(shapeOf(even, "head.0"), [2 * features]);
    assert.deepEqual(shapeOf(even, "head.8"), [2]);
  });

  Deno.test(`${name}() knows where its weights are`, () => {
    assert.equal(stage.behaviour.weights, undefined);
    assert.equal(
      trained(imagenet).behaviour.weights?.at,
      `https://huggingface.co/timm/${name}.tv_in1k/resolve/main/model.safetensors`,
    );
    assert.equal(trained("./w").behaviour.weights?.at, "./w");
    assert.equal(stage.behaviour.groups, 3);
  });

  Deno.test(`${name}() reads images and nothing else`, async () => {
    const columns = {
      name: "continuous",
      dtype: "float32",
      shape: [3],
    } as const;
    await assert.rejects(build(stage, [columns]), {
      name: "PipelineError",
      stage: "architecture",
      message:
        `Cannot build ${name}: it reads images, and the input gives continuous`,
    });
    await assert.rejects(build(stage, []), {
      message: /and the input gives nothing$/,
    });
  });
}
