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

/** Five epochs of three steps. */
function pipelineOf(options: leat.ConstantOptions) {
  return leat.pipeline({
    ...pictures.spec,
    architecture,
    fit: leat.constant(5, { ...shared, ...options }),
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
  options: leat.ConstantOptions,
  how: Parameters<typeof trainAll>[1] = {},
) =>
  withSession(
    pipelineOf(options),
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
    const anew = await run(options, { eager: true });
    const replayed = await run(options);
    assert.ok(anew.replaying.every((each) => !each));
    assert.ok(replayed.replaying.at(-1));
    assert.deepEqual(replayed.values, anew.values);
    assert.equal(replayed.loss, anew.loss);
    const broken = await run(options, { breakAt: 2 });
    assert.equal(broken.breaks, 5);
    assert.deepEqual(broken.values, anew.values);
  });
}

Deno.test("mixed precision trains a small network as full precision does, with less to keep", async () => {
  const [full, halves] = [await run({}), await run(mixed)];
  assert.notDeepEqual(halves.values, full.values);
  // Halves have 11 bits; over fifteen steps what they differ by adds up.
  const near = (ours: number, theirs: number, what: string) =>
    assert.ok(
      Math.abs(ours - theirs) < 0.05 * Math.max(1, Math.abs(theirs)),
      `${what} is ${ours} in mixed precision, and ${theirs} in full`,
    );
  near(halves.loss, full.loss, "the training loss");
  near(halves.answers.loss, full.answers.loss, "the validation loss");
  const right = ({ outputs, targets }: typeof full.answers) =>
    targets.reduce(
      (sum, target, at) =>
        sum + (target === 1 && (outputs[at] ?? 0) > 0.5 ? 1 : 0),
      0,
    );
  assert.equal(right(halves.answers), right(full.answers));
  assert.ok(
    halves.bytes < 0.8 * full.bytes,
    `${halves.bytes} bytes in mixed precision, and ${full.bytes} in full`,
  );
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
