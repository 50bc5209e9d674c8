import assert from "node:assert/strict";
import { z } from "zod";
import { randomErasing, type RandomErasingOptions } from "../../../mod.ts";
import { Random } from "../../../src/base/random/random.ts";
import type {
  ImageSize,
  Rectangle,
} from "../../../src/flow/stage/transform.ts";
import { assertRefuses, assertShare, images } from "./_draws.ts";

const settings = z.object({
  sl: z.number().optional(),
  sh: z.number().optional(),
  min_aspect: z.number().optional(),
  max_count: z.number().optional(),
});

const size = { height: z.number(), width: z.number() };

const schema = z.object({
  defaults: settings.required().extend({ p: z.number() }),
  order: z.tuple([z.number(), z.number()]),
  cases: z.array(z.object({
    settings,
    ...size,
    draws: z.array(z.number()),
    erased: z.array(z.string()),
  })),
  shares: z.array(z.object({
    settings,
    ...size,
    draws: z.number(),
    mean: z.number(),
    areas: z.array(z.number()),
    heights: z.array(z.number()),
  })),
});

/** What fastai erases for draws that are given; `make.py` beside it made it. */
const reference = schema.parse(JSON.parse(
  await Deno.readTextFile(
    new URL("../../fixtures/erasing/erasing.json", import.meta.url),
  ),
));

/** fastai's settings under their names here. */
function ours(
  { sl, sh, min_aspect, max_count }: z.output<typeof settings>,
): RandomErasingOptions {
  return {
    ...sl === undefined ? {} : { minArea: sl },
    ...sh === undefined ? {} : { maxArea: sh },
    ...min_aspect === undefined ? {} : { minAspect: min_aspect },
    ...max_count === undefined ? {} : { maxCount: max_count },
  };
}

/** Draws of 16 bits that are given, taken as Python's `random` takes its own. */
class Given extends Random {
  readonly left: number[];

  constructor(draws: readonly number[]) {
    super([0, 0], [0, 0]);
    this.left = [...draws];
  }

  override float(): number {
    const draw = this.left.shift();
    if (draw === undefined) throw new Error("no draw was expected");
    return draw / 2 ** 16;
  }

  override integer(low: number, high: number): number {
    return low + Math.floor(this.float() * (high - low));
  }
}

function parts(
  options: RandomErasingOptions,
  size: ImageSize,
  random: Random,
): readonly Rectangle[] {
  const { behaviour } = randomErasing(options);
  assert.ok("erase" in behaviour);
  assert.equal(behaviour.when, "train");
  return behaviour.erase(size, random);
}

/** Which pixels of an image are in a part, row by row. */
function maskOf(
  parts: readonly Rectangle[],
  { height, width }: ImageSize,
): readonly string[] {
  return Array.from(
    { length: height },
    (_, y) =>
      Array.from(
        { length: width },
        (_, x) =>
          parts.some(({ top, left, height, width }) =>
              y >= top && y < top + height && x >= left && x < left + width
            )
            ? "#"
            : ".",
      ).join(""),
  );
}

Deno.test("randomErasing() has fastai's defaults", () => {
  const { p, sl, sh, min_aspect, max_count } = reference.defaults;
  assert.deepEqual(randomErasing().params, {
    probability: p,
    minArea: sl,
    maxArea: sh,
    minAspect: min_aspect,
    maxCount: max_count,
  });
  const [normalize, erase] = reference.order;
  assert.ok(erase > normalize, "after it is normalised");
});

Deno.test("randomErasing() erases the pixels that fastai does, for draws that are given", () => {
  assert.ok(reference.cases.length > 50);
  for (const { settings, height, width, draws, erased } of reference.cases) {
    const given = new Given([0, ...draws]);
    const found = parts(ours(settings), { height, width }, given);
    assert.deepEqual(given.left, [], "as many draws");
    assert.deepEqual(
      maskOf(found, { height, width }),
      erased,
      JSON.stringify({ settings, draws }),
    );
  }
});

Deno.test("randomErasing() erases as much as fastai, and as high, over many draws", () => {
  for (const { settings, height, width, draws, ...told } of reference.shares) {
    const masks = images(draws).map((random) =>
      maskOf(
        parts({ ...ours(settings), probability: 1 }, { height, width }, random),
        { height, width },
      )
    );
    const areas = masks.map((rows) =>
      rows.join("").replaceAll(".", "").length / (height * width)
    );
    const heights = masks.map((rows) =>
      rows.filter((row) => row.includes("#")).length
    );
    for (
      const [values, tenths] of [[areas, told.areas], [heights, told.heights]]
    ) {
      tenths!.forEach((limit, at) => {
        const [below, upTo] = [
          values!.filter((value) => value < limit - 1e-6).length,
          values!.filter((value) => value <= limit + 1e-6).length,
        ];
        // Both are drawn: twice the variance, of five deviations each.
        const share = (at + 1) / 10;
        const slack = 5 * Math.sqrt(2 * draws * share * (1 - share));
        const of = `${JSON.stringify(settings)}, ${share}: ${below} to ${upTo}`;
        assert.ok(below < draws * share + slack, of);
        assert.ok(upTo > draws * share - slack, of);
      });
    }
    const mean = areas.reduce((sum, each) => sum + each) / draws;
    // No area's deviation is over a quarter.
    assert.ok(Math.abs(mean - told.mean) < 5 * 0.25 * Math.sqrt(2 / draws));
  }
});

Deno.test("randomErasing() leaves images whole as often as it should", () => {
  const whole = (probability: number) =>
    images(4000).filter((random) =>
      parts({ probability, minArea: 0.1 }, { height: 9, width: 9 }, random)
        .length === 0
    ).length;
  assert.equal(whole(1), 0);
  assert.equal(whole(0), 4000);
  assertShare(whole(0.3), 4000, 0.7);
});

Deno.test("randomErasing() keeps every part within its image, and as many as it may", () => {
  const counts = new Set<number>();
  for (const random of images(2000)) {
    const size = { height: 1 + random.integer(0, 40), width: 17 };
    const options = { probability: 1, maxArea: 1, minAspect: 0.01 };
    const found = parts({ ...options, maxCount: 5 }, size, random);
    for (const { top, left, height, width } of found) {
      assert.ok(top >= 0 && left >= 0 && height >= 1 && width >= 1);
      assert.ok(top + height <= size.height && left + width <= size.width);
    }
    counts.add(found.length);
  }
  assert.deepEqual([...counts].sort(), [0, 1, 2, 3, 4, 5]);
});

Deno.test("randomErasing() of nothing erases nothing, of all erases all", () => {
  const size = { height: 6, width: 6 };
  for (const random of images(50)) {
    const none = { probability: 1, maxArea: 0 };
    assert.deepEqual(parts(none, size, random), []);
    const all = { probability: 1, minArea: 1, maxArea: 1, minAspect: 1 };
    assert.deepEqual(parts(all, size, random), [{ top: 0, left: 0, ...size }]);
  }
});

Deno.test("randomErasing() says which setting is wrong", () => {
  assertRefuses(
    () => randomErasing({ minArea: 0.5, maxArea: 0.4 }),
    /^Cannot make transforms "randomErasing": minArea must be at most maxArea/,
  );
  assertRefuses(() => randomErasing({ minArea: 0.5 }), /minArea must be at/);
  assertRefuses(() => randomErasing({ maxArea: 1.5 }), /maxArea: /);
  assertRefuses(() => randomErasing({ minAspect: 0 }), /minAspect: /);
  assertRefuses(() => randomErasing({ minAspect: 3 }), /minAspect: /);
  assertRefuses(() => randomErasing({ maxCount: 0 }), /maxCount: /);
  assertRefuses(() => randomErasing({ maxCount: 1.5 }), /maxCount: /);
  assertRefuses(() => randomErasing({ maxCount: 101 }), /maxCount: /);
  assertRefuses(() => randomErasing({ probability: 2 }), /probability: /);
});
