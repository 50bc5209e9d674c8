/**
 * Stages of one's own are values of the same types as Leat's.
 *
 * @module
 */
import * as leat from "leat";
import type {
  Category,
  Image,
  ImageFile,
  Loss,
  Pipeline,
  Scratch,
  Split,
  Transform,
} from "leat";
import { z } from "zod";
import { assertType, type IsExact } from "./_exact.ts";

const brightenStage = leat.defineStage("transforms", {
  op: "brighten",
  version: 1,
  params: z.strictObject({ by: z.number() }),
  behave: ({ by }) => ({
    when: "always",
    apply: (tf, batch) => tf.clipByValue(tf.add(batch, by), 0, 1),
  }),
});

/** Lifts the shadows of a night camera. */
function brighten(by: number): Transform<Image> {
  return brightenStage({ by });
}

const focalStage = leat.defineStage("loss", {
  op: "focal",
  version: 1,
  params: z.strictObject({ gamma: z.number().default(2) }),
  behave: ({ gamma }) => ({
    targets: ["category"],
    perItem: (tf, outputs, targets) => {
      const missed = tf.sub(1, tf.softmax(outputs)); // [batch, classes]
      const weight = tf.mul(targets, tf.pow(missed, gamma));
      return tf.neg(tf.sum(tf.mul(weight, tf.logSoftmax(outputs)), 1));
    },
    activation: (tf, outputs) => tf.softmax(outputs),
  }),
});

/** Cross-entropy that cares more for what it gets wrong. */
function focal(): Loss<Category> {
  return focalStage({});
}

const sevensStage = leat.defineStage("split", {
  op: "sevens",
  version: 1,
  params: z.strictObject({}),
  behave: () => ({
    divide: (items) => ({
      train: items.filter(({ id }) => !id.includes("7")).map(({ id }) => id),
      valid: items.filter(({ id }) => id.includes("7")).map(({ id }) => id),
      test: [],
    }),
  }),
});

/** Keeps every animal whose number has a 7 for validation. */
function sevens(): Split<ImageFile> {
  return sevensStage({});
}

Deno.test("own stages stand beside Leat's in a pipeline", () => {
  const night = leat.pipeline({
    source: leat.images("night"),
    label: (file) => file.name < "m" ? "cat" : "dog",
    split: sevens(),
    input: leat.image({ size: 64 }),
    transforms: [leat.flip(), brighten(0.2)],
    architecture: leat.resnet18(),
    loss: focal(),
    fit: leat.constant(1),
  });
  assertType<
    IsExact<typeof night, Pipeline<ImageFile, "cat" | "dog", Image, Scratch>>
  >();
});

Deno.test("a factory takes what its schema takes, defaults left out", () => {
  assertType<
    IsExact<
      Parameters<typeof focalStage>,
      [params: { gamma?: number | undefined }]
    >
  >();
  assertType<
    IsExact<Parameters<typeof brightenStage>, [params: { by: number }]>
  >();
});
