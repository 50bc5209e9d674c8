/**
 * Correct pipelines that must stay correct, with the types they must have.
 *
 * @module
 */
import * as leat from "leat";
import type {
  Features,
  Image,
  ImageFile,
  Pipeline,
  Pretrained,
  Scratch,
} from "leat";
import { type Adult, adult } from "./_adult.ts";
import { assertType, type IsExact } from "./_exact.ts";

const fit = leat.oneCycle(3, { learningRate: 1e-2 });

const pets = leat.pipeline({
  source: leat.images("pets"),
  label: (file) => /^[A-Z]/.test(file.name) ? "cat" : "dog",
  split: leat.random({ valid: 0.2, seed: 42 }),
  input: leat.image({ size: 224 }),
  transforms: [leat.flip(), leat.rotate(10)],
  architecture: leat.resnet34({ weights: leat.imagenet }),
  loss: leat.crossEntropy(),
  metrics: [leat.errorRate()],
  fit: leat.fineTune(1),
});

const income = leat.pipeline({
  source: leat.table("adult.csv", adult),
  label: (row) => row.income,
  split: leat.random({ valid: 0.2, seed: 42 }),
  input: leat.features({
    continuous: ["age", "hours"],
    categorical: ["work", "education", "married"],
  }),
  architecture: leat.mlp({ hidden: [200, 100] }),
  loss: leat.crossEntropy(),
  metrics: [leat.errorRate(), leat.accuracy(), leat.f1({ average: "macro" })],
  fit,
});

Deno.test("a label in words keeps its classes, weights make it trained", () => {
  assertType<
    IsExact<
      typeof pets,
      Pipeline<ImageFile, "cat" | "dog", Image, Pretrained>
    >
  >();
});

Deno.test("a table takes its rows from the schema", () => {
  assertType<
    IsExact<
      typeof income,
      Pipeline<Adult, "<50k" | ">=50k", Features, Scratch>
    >
  >();
});

Deno.test("a number is predicted from a split by date", () => {
  const hours = leat.pipeline({
    ...income.spec,
    label: (row) => Math.log(row.age),
    split: leat.after("surveyedOn", "1994-06-01"),
    loss: leat.mse(),
    metrics: [leat.rmse()],
  });
  assertType<
    IsExact<typeof hours, Pipeline<Adult, number, Features, Scratch>>
  >();
});

Deno.test("a boolean and a list of words are labels", () => {
  const isCat = leat.pipeline({
    ...pets.spec,
    label: (file) => file.name.startsWith("cat"),
  });
  assertType<
    IsExact<typeof isCat, Pipeline<ImageFile, boolean, Image, Pretrained>>
  >();

  const tags = leat.pipeline({
    source: leat.images("satellite"),
    label: (file) => file.name.split("_"),
    split: leat.random({ valid: 0.2, seed: 1 }),
    input: leat.image({ size: 64, method: "squish" }),
    architecture: leat.resnet18(),
    loss: leat.binaryCrossEntropy(),
    metrics: [leat.f1({ average: "macro" })],
    fit,
  });
  assertType<
    IsExact<typeof tags, Pipeline<ImageFile, string[], Image, Scratch>>
  >();
});

Deno.test("a spread varies one stage and keeps the others' types", () => {
  /** The breed is the file name up to its number. */
  function breed(file: ImageFile): string {
    return file.name.replace(/_\d+\.jpg$/, "");
  }
  const breeds = leat.pipeline({ ...pets.spec, label: breed });
  assertType<
    IsExact<typeof breeds, Pipeline<ImageFile, string, Image, Pretrained>>
  >();

  const longer = leat.pipeline({ ...pets.spec, fit: leat.fineTune(3) });
  assertType<IsExact<typeof longer, typeof pets>>();

  const scratch = leat.pipeline({
    ...pets.spec,
    architecture: leat.resnet18(),
    fit,
  });
  assertType<
    IsExact<
      typeof scratch,
      Pipeline<ImageFile, "cat" | "dog", Image, Scratch>
    >
  >();
});

Deno.test("a spread may come from a spread", () => {
  const small = leat.pipeline({
    ...leat.pipeline({ ...pets.spec, input: leat.image({ size: 64 }) }).spec,
    transforms: [],
  });
  assertType<IsExact<typeof small, typeof pets>>();
});

Deno.test("the order of the keys is for people, not for the checker", () => {
  const reversed = leat.pipeline({
    fit,
    metrics: [leat.accuracy()],
    loss: leat.crossEntropy(),
    label: (row) => row.married,
    architecture: leat.mlp({ hidden: [10] }),
    input: leat.features({ continuous: ["age"] }),
    split: leat.after("surveyedOn", "1994-06-01"),
    source: leat.table("adult.csv", adult),
  });
  assertType<
    IsExact<typeof reversed, Pipeline<Adult, boolean, Features, Scratch>>
  >();
});

Deno.test("rows in the file need no schema", () => {
  const xor = leat.pipeline({
    source: leat.rows([{ a: 0, b: 0 }, { a: 0, b: 1 }]),
    label: (row) => row.a !== row.b,
    split: leat.random({ valid: 0.5, seed: 1 }),
    input: leat.features({ continuous: ["a", "b"] }),
    architecture: leat.mlp({ hidden: [] }),
    loss: leat.crossEntropy(),
    fit,
  });
  assertType<IsExact<ReturnType<typeof xor.spec.label>, boolean>>();
});

Deno.test("trained and random architectures take every other schedule", () => {
  for (const schedule of [leat.constant(1), leat.oneCycle(1)]) {
    leat.pipeline({ ...pets.spec, fit: schedule });
    leat.pipeline({ ...income.spec, fit: schedule });
  }
});
