/**
 * `fineTune(1)` of a ResNet-18 against fastai's `learn.fine_tune(1)` of
 * torchvision's, in doubles, with the same weights and batches, three steps a
 * phase, and the same with norms of frozen layers frozen, as `train_bn=False`
 * and `BnFreeze` have it: see tests/fixtures/torchvision_parity/make.py.
 *
 * @module
 */
import assert from "node:assert/strict";
import { fineTune, resnet18 } from "../../mod.ts";
import { openDevice } from "../../src/engine/device/open_device.ts";
import { Optimizer } from "../../src/engine/train/optimizer.ts";
import { programOf } from "../../src/flow/graph/program.ts";
import { assertNear, assertVectors, roundingOf } from "./_compare.ts";
import { fineTuneFixture, readFixture } from "./_fixture.ts";
import { bench, moved } from "./_training.ts";

const device = await openDevice();
const fixture = await readFixture("fine_tune", fineTuneFixture);

/** What fastai did with norms that learn, and with frozen ones. */
const cases = [
  ["fine_tune", fixture, {}],
  [
    "fine_tune and BnFreeze",
    await readFixture("frozen_norms", fineTuneFixture),
    { freezeNorms: true },
  ],
] as const;

function programsOf(
  { decay }: typeof fixture,
  options: (typeof cases)[number][2],
) {
  const { behaviour } = fineTune(1, { weightDecay: decay, ...options });
  const programs = programOf(behaviour, { groups: 3, steps: 3 });
  return { behaviour, programs };
}

Deno.test("fineTune() gives each step fastai's rates and momentum", () => {
  const { programs } = programsOf(fixture, {});
  const settings = programs.flatMap((program) => program.settings);
  assert.equal(settings.length, fixture.settings.length);
  settings.forEach(({ rates, momentum }, step) => {
    const theirs = fixture.settings[step];
    // fastai takes the position through single precision.
    assertNear(rates, theirs?.rates ?? [], 1e-5, `step ${step}`);
    assertNear([momentum], [theirs?.momentum ?? NaN], 1e-5, `step ${step}`);
  });
});

for (const [name, fixture, options] of cases) {
  Deno.test(`fineTune() moves what fastai's ${name} moves, as far, frozen and then unfrozen`, async () => {
    const before = device.memory().tensors;
    {
      const { behaviour, programs } = programsOf(fixture, options);
      using network = await bench(device, resnet18({ dropout: 0 }), fixture);
      const optimizer = new Optimizer(device.tf, {
        weightDecay: behaviour.weightDecay,
      });
      const losses: number[] = [];
      let start = network.start;
      for (const program of programs) {
        if (program.reset) optimizer.reset();
        for (const [step, settings] of program.settings.entries()) {
          losses.push(await network.step(step, optimizer, settings, program));
        }
        const now = await network.read();
        const phase = program.phase === "frozen" ? "frozen" : "unfrozen";
        // Measured beside rounding: 1e-6 and 1.1e-5.
        assertVectors(network.specs, moved(start, now), fixture[phase], {
          relative: 2e-4,
          absolute: roundingOf(start, program.settings.length),
        });
        start = now;
      }
      optimizer.reset();
      assertNear(losses, fixture.losses, 1e-5, "the losses");
    }
    assert.equal(device.memory().tensors, before);
  });
}

Deno.test("fastai's fine_tune leaves frozen weights as they are, and nothing else", () => {
  const still = Object.entries(fixture.frozen)
    .filter(([, [length]]) => length === 0).map(([name]) => name);
  const frozen = Object.keys(fixture.frozen)
    .filter((name) => /conv\d\.weight|downsample\.0/.test(name));
  assert.equal(frozen.length, 20);
  assert.deepEqual(still, frozen);
});

Deno.test("fastai's BnFreeze leaves all of frozen layers as it is", () => {
  const [, [, fixture]] = cases;
  const moved = Object.entries(fixture.frozen)
    .filter(([, [length]]) => length !== 0).map(([name]) => name);
  assert.ok(moved.every((name) => name.startsWith("head.")));
  assert.equal(moved.length, 10);
});
