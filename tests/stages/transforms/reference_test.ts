import assert from "node:assert/strict";
import { openDevice } from "../../../src/engine/device/open_device.ts";
import {
  transformAlways,
  transformTraining,
} from "../../../src/engine/train/transform_batch.ts";
import type {
  Affine,
  TransformBehaviour,
} from "../../../src/flow/stage/transform.ts";
import { augment, flip, rotate, warp, zoom } from "../../../mod.ts";
import { middleCrop, viewOf } from "../../../src/stages/transforms/_crop.ts";
import { matrix, Scripted } from "./_draws.ts";
import { assertClose, COUNT, pictures, reference } from "./_reference.ts";

// Kept open to the end of the process, so that shaders are compiled once.
await openDevice();

const BACKENDS = ["cpu", "webgpu"] as const;
// fastai computes places in 32 bits, as the GPU does: 2^-24 of an image's side,
// times the step between neighbours, which in these pictures is up to 1.
const TOLERANCE = 2e-5;

const { draws, maps } = reference;
const IMAGES = draws.degrees.map((_, at) => at);

/** The share of a range at which a draw lies. */
const share = (value: number, most: number) => (value + most) / (2 * most);

const warps = draws.tilts.map(([x, y]) => {
  const { behaviour } = warp({ probability: 1 });
  assert.ok("warp" in behaviour);
  const tilts = new Scripted(0, share(x, 0.2), 0, share(y, 0.2));
  return behaviour.warp(tilts);
});
const flips = draws.flips.map((flipped) =>
  matrix(flip({ probability: flipped }), new Scripted(0))
);
// fastai turns the other way round, as it draws from both sides alike.
const turns = draws.degrees.map((degrees) =>
  matrix(
    rotate(180, { probability: 1 }),
    new Scripted(0, share(-degrees, 180)),
  )
);
const zooms = draws.zooms.map(([scale, x, y]) =>
  matrix(
    zoom({ min: scale, max: scale, probability: 1 }),
    new Scripted(0, 0, x, y),
  )
);

/** A transform that gives these draws, image by image. */
function inOrder<Draw>(values: readonly Draw[]): () => Draw {
  let next = 0;
  return () => {
    const value = values[next++ % values.length];
    assert.ok(value !== undefined);
    return value;
  };
}

/** In augment()'s order, with fastai's draws. */
function moves(): TransformBehaviour[] {
  const affines = [flips, turns, zooms].map((values): TransformBehaviour => ({
    when: "train",
    affine: inOrder<Affine>(values),
  }));
  return [{ when: "train", warp: inOrder(warps) }, ...affines];
}

function lights(): TransformBehaviour[] {
  const logit = (share: number) => Math.log(share / (1 - share));
  return [
    draws.lights.map(([share]) => ({ scale: 1, shift: logit(share) })),
    draws.lights.map(([, scale]) => ({ scale, shift: 0 })),
  ].map((values) => ({ when: "train", lighting: inOrder(values) }));
}

function view(size: number, affine: Affine): TransformBehaviour {
  return { when: "always", size, view: () => affine };
}

const WHOLE: Affine = [1, 0, 0, 0, 1, 0];

/** Fails unless both backends make these pixels of pictures of that side. */
async function assertMakes(
  expected: readonly number[],
  side: number,
  transforms: () => readonly TransformBehaviour[],
  set: "train" | "valid" = "train",
): Promise<void> {
  for (const backend of BACKENDS) {
    const device = await openDevice({ backend });
    const { tf } = device;
    const ids = IMAGES.map(String);
    const result = tf.tidy(() => {
      const batch = tf.tensor4d(pictures(side, side), [COUNT, side, side, 3]);
      return set === "valid"
        ? transformAlways(tf, transforms(), batch)
        : transformTraining(
          { tf, seed: 1, epoch: 0, ids },
          transforms(),
          batch,
        );
    });
    const values = await result.data();
    result.dispose();
    device.close();
    assertClose(values, expected, TOLERANCE);
  }
}

Deno.test("warp() solves for the map that fastai solves for", () => {
  maps.warp.forEach((expected, at) =>
    assertClose(warps[at] ?? [], [...expected, 1], 1e-6)
  );
});

Deno.test("rotate(), zoom() and flip() draw fastai's matrices", () => {
  maps.rotate.forEach((expected, at) =>
    assertClose(turns[at] ?? [], expected.slice(0, 6), 1e-6)
  );
  maps.zoom.forEach((expected, at) =>
    assertClose(zooms[at] ?? [], expected.slice(0, 6), 1e-6)
  );
  draws.flips.forEach((flipped, at) =>
    assert.deepEqual(flips[at], [flipped === 1 ? -1 : 1, 0, 0, 0, 1, 0])
  );
});

Deno.test("augment() flips any way as fastai's Dihedral", () => {
  const [part] = partsOf(augment({
    flipVertically: true,
    maxWarp: 0,
    maxRotate: 0,
    maxZoom: 1,
    maxLighting: 0,
  }));
  assert.ok(part && "affine" in part);
  const { affine } = part;
  const drawn = maps.dihedral.map((_, which) => {
    const random = new Scripted(0);
    random.integer = () => which;
    return affine(random);
  });
  assert.deepEqual(drawn, maps.dihedral.map((each) => each.slice(0, 6)));
});

function partsOf(
  { behaviour }: { readonly behaviour: TransformBehaviour },
): readonly TransformBehaviour[] {
  assert.ok("parts" in behaviour);
  return behaviour.parts;
}

Deno.test("what moves pixels makes the pixels that fastai makes, in one sampling", () =>
  assertMakes(reference.moved, 7, moves));

Deno.test("what changes light makes the pixels that fastai makes, in one formula", () =>
  assertMakes(reference.lit, 7, lights));

Deno.test("augmentation as a whole makes the pixels that fastai makes", () =>
  assertMakes(reference.both, 7, () => [...moves(), ...lights()]));

Deno.test("images that are resized as they move are those that fastai makes", async () => {
  const { resized, shrunk, validation } = reference;
  for (const { size, pixels } of [resized, shrunk]) {
    await assertMakes(pixels, 23, () => [...moves(), view(size, WHOLE)]);
  }
  const { size, pixels } = validation;
  const transforms = () => [...moves(), view(size, WHOLE)];
  await assertMakes(pixels, 23, transforms, "valid");
});

Deno.test("crops are those of fastai's RandomResizedCropGPU", async () => {
  const from = { height: 12, width: 12 };
  for (const { size, crop, pixels } of reference.crops) {
    await assertMakes(pixels, 12, () => [view(size, viewOf(crop, from))]);
  }
  const middle = viewOf(middleCrop(from, [1, 1]), from);
  await assertMakes(reference.validCrop, 12, () => [view(5, middle)], "valid");
});
