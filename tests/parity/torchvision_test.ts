/**
 * Networks against torchvision's in doubles, with the same weights and images:
 * see tests/fixtures/torchvision_parity/make.py.
 *
 * @module
 */
import assert from "node:assert/strict";
import { resnet18, resnet34, resnet50 } from "../../mod.ts";
import { openDevice } from "../../src/engine/device/open_device.ts";
import { Optimizer } from "../../src/engine/train/optimizer.ts";
import { assertNear, assertVectors, roundingOf } from "./_compare.ts";
import { networkFixture, readFixture } from "./_fixture.ts";
import { bench, moved } from "./_training.ts";

// Kept open to the end, so that shaders are compiled once.
const device = await openDevice();

const NETWORKS = {
  resnet18: resnet18({ dropout: 0 }),
  resnet34: resnet34({ dropout: 0 }),
  resnet50: resnet50({ dropout: 0 }),
};

for (const [name, stage] of Object.entries(NETWORKS)) {
  const fixture = await readFixture(name, networkFixture);

  Deno.test(`${name}() answers as torchvision's does, by running statistics`, async () => {
    const before = device.memory().tensors;
    {
      using network = await bench(device, stage, fixture);
      assertNear(await network.answer(0), fixture.answers.flat(), 5e-6, name);
    }
    assert.equal(device.memory().tensors, before);
  });

  Deno.test(`${name}() has torchvision's outputs, loss and gradient of every parameter`, async () => {
    using network = await bench(device, stage, fixture);
    const { logits, loss, gradients } = await network.differentiate(0);
    assertNear(logits, fixture.logits.flat(), 5e-5, "the outputs");
    assertNear([loss], [fixture.loss], 1e-5, "the loss");
    // Measured: 8e-6, 1.3e-5 and 1.7e-5.
    assertVectors(network.specs, gradients, fixture.gradients, {
      relative: 1e-4,
    });
  });

  Deno.test(`${name}() is after five steps where fastai's Adam leads torchvision's, statistics too`, async () => {
    using network = await bench(device, stage, fixture);
    const optimizer = new Optimizer(device.tf, { weightDecay: fixture.decay });
    const losses: number[] = [];
    for (const [step, settings] of fixture.settings.entries()) {
      losses.push(await network.step(step, optimizer, settings));
    }
    optimizer.reset();
    assertNear(losses, fixture.losses, 1e-4, "the losses");
    // How far each went, not where it is, which hardly differs. Measured beside
    // rounding: 1e-6, 1e-5 and 7e-5. Where a step turns over a ReLU that theirs
    // leaves, the next gradients differ by 1e-2.
    assertVectors(
      network.specs,
      moved(network.start, await network.read()),
      fixture.moved,
      { relative: 2e-4, absolute: roundingOf(network.start, losses.length) },
    );
  });
}
