/**
 * What a step of an augmented training brings to the device, counted.
 *
 * @module
 */
import assert from "node:assert/strict";
import type { Tensor } from "@tensorflow/tfjs-core";
import * as leat from "leat";
import { batchesOf } from "../../../src/engine/train/epoch.ts";
import { Optimizer } from "../../../src/engine/train/optimizer.ts";
import { Steps } from "../../../src/engine/train/steps.ts";
import { drawPictures, pictures } from "../jobs.ts";
import { type Opened, withSession } from "./_sessions.ts";

const BATCH = 4;

/** The part of tfjs' WebGPU backend through which all tensors go. */
interface Uploading {
  readonly queue: GPUQueue;
  readonly tensorMap: {
    get(id: Tensor["dataId"]): {
      readonly resource: GPUBuffer | null;
      readonly values: ArrayLike<number> | null;
    };
  };
  uploadToGPU(id: Tensor["dataId"]): void;
}

/** What came to the device while something was done. */
interface Brought {
  /** The lengths of the tensors that were brought there, in order. */
  readonly tensors: readonly number[];
  /** The bytes of what buffers of tensors were filled with by themselves. */
  readonly fed: readonly number[];
}

/** Listens to all that is brought to the device. */
function listening({ session: { tf } }: Opened, act: () => void): Brought {
  const backend = tf.backend() as unknown as Uploading;
  const { queue, uploadToGPU } = backend;
  const { writeBuffer } = queue;
  const tensors: number[] = [];
  const fed: number[] = [];
  backend.uploadToGPU = (id) => {
    const { resource, values } = backend.tensorMap.get(id);
    if (!resource && values) tensors.push(values.length);
    uploadToGPU.call(backend, id);
  };
  queue.writeBuffer = (...told: Parameters<GPUQueue["writeBuffer"]>) => {
    const [buffer, , data] = told;
    if (buffer.usage & GPUBufferUsage.STORAGE) fed.push(data.byteLength);
    writeBuffer.apply(queue, told);
  };
  try {
    act();
  } finally {
    backend.uploadToGPU = uploadToGPU;
    queue.writeBuffer = writeBuffer;
  }
  return { tensors, fed };
}

/** What a step that is replayed brings to the device, for these transforms. */
async function broughtBy(
  transforms: readonly leat.Transform<leat.Image>[],
): Promise<Brought> {
  const pipeline = leat.pipeline({
    ...pictures.spec,
    transforms,
    fit: leat.constant(1, { batch: BATCH, learningRate: 0.01 }),
  });
  return await withSession(pipeline, "webgpu", async (opened) => {
    const { session, items, train, targets, programs: [program] } = opened;
    assert.ok(program);
    const { batch, seed } = session.stages.fit.behaviour;
    const optimizer = new Optimizer(session.tf, session.stages.fit.behaviour);
    const steps = new Steps({ session, optimizer }, { eager: false });
    const batches = batchesOf(train, batch, seed, 0);
    const data = { items, train, targets };
    const take = (step: number) => {
      const ids = batches[step] ?? [];
      steps.take({ program, data, ids, step }).dispose();
    };
    for (let step = 0; step < 3; step++) take(step);
    await steps.room();
    const before = steps.account.replayed;
    const brought = listening(opened, () => take(3));
    assert.equal(steps.account.replayed, before + 1);
    steps.dispose();
    optimizer.reset();
    return brought;
  }, (folder) => drawPictures(`${folder}/pictures`, 35));
}

const always = { probability: 1 };

Deno.test("a step that is replayed gets of augmentation the numbers that were drawn, and nothing else", async () => {
  const plain = await broughtBy([]);
  // The images, and the 255 that brings bytes to 0 to 1.
  assert.deepEqual(plain.tensors, [BATCH * 16 * 16 * 3, 1]);
  const map = 10 * BATCH;
  const light = 2 * BATCH;
  // A stream's four words, and four sides of each part.
  const parts = (count: number) => (4 + 4 * count) * BATCH;
  const area = { ...always, minArea: 0.1 };
  const cases: readonly [readonly leat.Transform<leat.Image>[], number[]][] = [
    [[leat.flip(always)], [map]],
    [[leat.flip(always), leat.rotate(10, always), leat.warp(always)], [map]],
    [[leat.augment({ affineProbability: 1, lightingProbability: 1 })], [
      map,
      light,
    ]],
    [[leat.randomErasing(area)], [parts(1)]],
    // Its mean and deviation come before.
    [[leat.flip(always), leat.normalize(), leat.randomErasing(area)], [
      map,
      3,
      3,
      parts(1),
    ]],
    [[leat.randomErasing({ probability: 0 })], []],
  ];
  for (const [transforms, numbers] of cases) {
    const { tensors, fed } = await broughtBy(transforms);
    assert.deepEqual(tensors, [...plain.tensors, ...numbers]);
    assert.deepEqual(fed, plain.fed, "the step itself is told no more");
  }
});
