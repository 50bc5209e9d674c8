import assert from "node:assert/strict";
import * as leat from "leat";
import { evaluate } from "../../../src/engine/train/evaluate.ts";
import { checkPrecision } from "../../../src/engine/train/precision.ts";
import type { Steps } from "../../../src/engine/train/steps.ts";
import { drawPictures, pictures } from "../jobs.ts";
import { type Opened, trainAll, withSession } from "./_sessions.ts";

/** Channels in fours, which halves need, and enough for them to count. */
const architecture = leat.resnet({
  channels: [16, 32],
  blocks: [1, 1],
  hidden: 16,
});
const shared = { batch: 8, learningRate: 0.01, seed: 3 } as const;

type Transforms = readonly leat.Transform<leat.Image>[];

const { transforms: usual = [] } = pictures.spec;

/** Epochs of three steps. */
function pipelineOf(
  epochs: number,
  options: leat.ConstantOptions,
  transforms: Transforms = usual,
) {
  return leat.pipeline({
    ...pictures.spec,
    transforms,
    input: leat.image({ size: 32 }),
    architecture,
    fit: leat.constant(epochs, { ...shared, ...options }),
  });
}

const mixed = { precision: "mixed" } as const;

function draw(folder: string) {
  return drawPictures(`${folder}/pictures`, 36);
}

/** Trains it all; how it then answers, and what replaying took. */
async function train(opened: Opened, options: Parameters<typeof trainAll>[1]) {
  const bytes: number[] = [];
  const replaying: boolean[] = [];
  const onSteps = (steps: Steps) => {
    bytes.push(steps.bytes);
    replaying.push(steps.replaying);
  };
  const trained = await trainAll(opened, { ...options, onSteps });
  const { session, items, valid, targets } = opened;
  const answers = await evaluate(session, { items, ids: valid, targets });
  return { ...trained, bytes: Math.max(...bytes), replaying, answers };
}

const run = (
  epochs: number,
  options: leat.ConstantOptions,
  how: Parameters<typeof trainAll>[1] = {},
  transforms: Transforms = usual,
) =>
  withSession(
    pipelineOf(epochs, options, transforms),
    "webgpu",
    (opened) => train(opened, how),
    draw,
  );

const optimizers: Readonly<Record<string, leat.ConstantOptions>> = {
  AdamW: mixed,
  "SGD, with clipped gradients": {
    ...mixed,
    optimizer: leat.sgd(),
    callbacks: [leat.clipGradients()],
  },
};

for (const [name, options] of Object.entries(optimizers)) {
  Deno.test(`Steps in mixed precision that are replayed have the bits of those done anew, over a restart: ${name}`, async () => {
    const transforms = [...usual, leat.randomErasing()];
    const anew = await run(5, options, { eager: true }, transforms);
    const replayed = await run(5, options, {}, transforms);
    assert.ok(anew.replaying.every((each) => !each));
    assert.ok(replayed.replaying.at(-1));
    assert.deepEqual(replayed.values, anew.values);
    assert.equal(replayed.loss, anew.loss);
    const broken = await run(5, options, { breakAt: 2 }, transforms);
    assert.equal(broken.breaks, 5);
    assert.deepEqual(broken.values, anew.values);
  });
}

Deno.test("Steps in mixed precision over a frozen body, and then over all, are replayed with the same bits", async () => {
  for (const freezesNorms of [true, undefined]) {
    const trained = (eager: boolean) =>
      withSession(
        pipelineOf(4, mixed),
        "webgpu",
        (opened) =>
          train(opened, {
            eager,
            programs: opened.programs.map((program, at) => ({
              ...program,
              firstTrainable: at < 2 ? 2 : 0,
              ...freezesNorms && at < 2 ? { freezesNorms } : {},
              reset: at % 2 === 0,
            })),
          }),
        draw,
      );
    const [anew, replayed] = [await trained(true), await trained(false)];
    assert.ok(replayed.replaying.at(-1));
    assert.deepEqual(replayed.values, anew.values);
    assert.equal(replayed.loss, anew.loss);
  }
});

Deno.test("mixed precision trains a small network as full precision does, with less to keep", async () => {
  const [full, halves] = [await run(12, {}), await run(12, mixed)];
  assert.notDeepEqual(halves.values, full.values);
  const { loss } = full.answers;
  // The first three steps overflow, as they do in torch from the same scale,
  // and are left out: what is learned in 36 is compared with that in 33.
  assert.ok(
    Math.abs(halves.answers.loss - loss) < 0.05,
    `the loss is ${halves.answers.loss} in mixed precision, and ${loss} in full`,
  );
  const right = ({ outputs, targets }: typeof full.answers) =>
    targets.reduce(
      (sum, target, at) =>
        sum + (target === 1 && (outputs[at] ?? 0) > 0.5 ? 1 : 0),
      0,
    );
  assert.equal(right(halves.answers), right(full.answers));
  // What Winograd's way transforms stays in floats, and is much of a small network.
  assert.ok(
    halves.bytes < 0.9 * full.bytes,
    `${halves.bytes} bytes in mixed precision, and ${full.bytes} in full`,
  );
});

Deno.test("mixed precision says what halves cannot hold when a loss is no number", async () => {
  await assert.rejects(run(5, { ...mixed, learningRate: 1e30 }), {
    name: "PipelineError",
    message: /^Cannot go on: the loss is not a number at step /,
    remedy:
      'Set fit.precision to "full": no number of 16 bits is larger than 65,504; or lower the learning rate',
  });
});

Deno.test("checkPrecision() refuses mixed precision on an adapter without halves", () => {
  const adapter = { name: "Old GPU", f16: false };
  assert.throws(() => checkPrecision("mixed", adapter), {
    name: "PipelineError",
    message:
      'Cannot train in mixed precision on "Old GPU": it does not offer shader-f16',
  });
  checkPrecision("full", adapter);
  checkPrecision(undefined, adapter);
  checkPrecision("mixed", { ...adapter, f16: true });
});
