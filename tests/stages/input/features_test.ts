import assert from "node:assert/strict";
import type { InputBehaviour } from "../../../src/flow/stage/input.ts";
import { features } from "../../../src/stages/input/features.ts";
import { encodeRow, refusal, rowItem } from "./_encode.ts";

function assertNear(actual: Iterable<number>, expected: readonly number[]) {
  const values = [...actual];
  assert.equal(values.length, expected.length);
  values.forEach((value, at) =>
    assert.ok(Math.abs(value - expected[at]!) < 1e-5, `${values}`)
  );
}

Deno.test("features() has the expected defaults", () => {
  assert.deepEqual(features({ continuous: ["a"] }).params, {
    continuous: ["a"],
    categorical: [],
  });
});

Deno.test("features() brings numbers to mean 0 and deviation 1 of training", async () => {
  const input = features({ continuous: ["a", "b"] });
  const training = [{ a: 1, b: 10 }, { a: 3, b: 10 }, { a: 8, b: 40 }];
  // Means 4 and 20; population deviations sqrt(26 / 3) and sqrt(200).
  const [values] = await encodeRow(input, training, { a: 5, b: 0 });
  assert.ok(values instanceof Float32Array);
  assertNear(values, [1 / Math.sqrt(26 / 3), -20 / Math.sqrt(200)]);
});

Deno.test("features() fills a missing number with the median of training", async () => {
  const input = features({ continuous: ["a"] });
  const training = [1, 2, 3, 10].map((a) => ({ a }));
  // The median is 2.5 and the mean 4.
  const [values] = await encodeRow(input, training, { a: null });
  assertNear(values!, [-1.5 / Math.sqrt(12.5)]);
});

Deno.test("features() marks a number that training rows lack", async () => {
  const input = features({ continuous: ["a", "b"], categorical: ["c"] });
  const training = [
    { a: 2, b: null, c: "x" },
    { a: 4, b: 6, c: "x" },
    { a: 6, b: 8, c: "x" },
  ];
  const { fields } = input.behaviour.encoder(input.behaviour.fit(training));
  assert.deepEqual(fields, [
    { name: "continuous", dtype: "float32", shape: [2] },
    {
      name: "categorical",
      dtype: "int32",
      shape: [2],
      cardinalities: [2, 3],
    },
  ]);
  // Median and mean of b, filled with 7: both 7.
  const [values, codes] = await encodeRow(input, training, {
    a: 4,
    b: null,
    c: "x",
  });
  assertNear(values!, [0, 0]);
  assert.deepEqual(codes, new Int32Array([1, 2]));
  const [, known] = await encodeRow(input, training, { a: 4, b: 6, c: "x" });
  assert.deepEqual(known, new Int32Array([1, 1]));
});

Deno.test("features() takes a column that is left out for missing if training lacked it", async () => {
  const input = features({ continuous: ["a"], categorical: ["c"] });
  const training = [{ a: 1, c: "x" }, { c: "y" }, { a: 3 }];
  const [values, codes] = await encodeRow(input, training, {});
  assertNear(values!, [0]);
  assert.deepEqual(codes, new Int32Array([0, 2]));
});

Deno.test("features() codes words by their place in the sorted values", async () => {
  const input = features({ categorical: ["c"] });
  const training = ["b", "Z", "a", "b", null].map((c) => ({ c }));
  const code = async (c: string | null) =>
    (await encodeRow(input, training, { c }))[0]?.[0];
  assert.equal(await code("Z"), 1);
  assert.equal(await code("a"), 2);
  assert.equal(await code("b"), 3);
});

Deno.test("features() codes 0 for a word that is missing or was never seen", async () => {
  const input = features({ categorical: ["c"] });
  for (const c of ["new", null]) {
    const [codes] = await encodeRow(input, [{ c: "a" }, { c: "b" }], { c });
    assert.deepEqual(codes, new Int32Array([0]));
  }
});

Deno.test("features() codes false before true", async () => {
  const input = features({ categorical: ["c"] });
  const training = [{ c: true }, { c: false }];
  const [no] = await encodeRow(input, training, { c: false });
  const [yes] = await encodeRow(input, training, { c: true });
  assert.deepEqual([...no!, ...yes!], [1, 2]);
});

Deno.test("features() leaves out a field without columns", () => {
  const fieldsOf = ({ fit, encoder }: InputBehaviour) =>
    encoder(fit([{ a: 1, c: "x" }])).fields.map(({ name }) => name);
  const numbers = features({ continuous: ["a"] });
  assert.deepEqual(fieldsOf(numbers.behaviour), ["continuous"]);
  const words = features({ categorical: ["c"] });
  assert.deepEqual(fieldsOf(words.behaviour), ["categorical"]);
});

Deno.test("features() keeps a constant column finite", async () => {
  const input = features({ continuous: ["a"] });
  const [values] = await encodeRow(input, [{ a: 5 }, { a: 5 }], { a: 5 });
  assert.deepEqual(values, new Float32Array([0]));
});

Deno.test("features() reads columns with the names of methods", async () => {
  const input = features({ continuous: ["constructor"] });
  const row = { constructor: 3 };
  const [values] = await encodeRow(input, [row, { constructor: 1 }], row);
  assertNear(values!, [1]);
});

Deno.test("features() refuses a column that no training row has", () => {
  const { behaviour } = features({ continuous: ["age"] });
  assert.throws(
    () => behaviour.fit([{ Age: 1, job: "x" }]),
    refusal(
      'Cannot learn column "age": no training row holds a number in it',
      /the columns are "Age", "job"/,
    ),
  );
  const words = features({ categorical: ["age"] }).behaviour;
  assert.throws(
    () => words.fit([{ age: null }]),
    refusal(
      'Cannot learn column "age": no training row holds a string or a boolean in it',
    ),
  );
});

Deno.test("features() refuses a word in a column of numbers", async () => {
  const { behaviour } = features({ continuous: ["age"] });
  assert.throws(
    () => behaviour.fit([{ age: 1 }, { age: "old" }]),
    refusal(
      'Cannot encode row "{\\"age\\":\\"old\\"}": column "age" must hold a number, got "old"',
    ),
  );
  const encoder = behaviour.encoder(behaviour.fit([{ age: 1 }]));
  await assert.rejects(
    encoder.encode(rowItem({ age: "old" }, "anna")),
    refusal(
      'Cannot encode row "anna": column "age" must hold a number, got "old"',
    ),
  );
});

Deno.test("features() refuses a number in a column of words", async () => {
  const { behaviour } = features({ categorical: ["job"] });
  const encoder = behaviour.encoder(behaviour.fit([{ job: "x" }]));
  await assert.rejects(
    encoder.encode(rowItem({ job: 7 }, "anna")),
    refusal(
      'Cannot encode row "anna": column "job" must hold a string or a boolean, got 7',
      /under the other key/,
    ),
  );
});

Deno.test("features() refuses a row without a column that training rows had", async () => {
  const { behaviour } = features({ continuous: ["age"], categorical: ["job"] });
  const encoder = behaviour.encoder(behaviour.fit([{ age: 1, job: "x" }]));
  await assert.rejects(
    encoder.encode(rowItem({ job: "x" }, "anna")),
    refusal('Cannot encode row "anna": there is no column "age"'),
  );
  await assert.rejects(
    encoder.encode(rowItem({ age: 1 }, "anna")),
    refusal('Cannot encode row "anna": there is no column "job"'),
  );
});

Deno.test("features() refuses what is no row", async () => {
  const { behaviour } = features({ continuous: ["age"] });
  const encoder = behaviour.encoder(behaviour.fit([{ age: 1 }]));
  for (const item of [null, 3, ["age"]]) {
    await assert.rejects(
      encoder.encode(rowItem(item, "anna")),
      refusal('Cannot encode "anna": it is not a row'),
    );
  }
});

Deno.test("features() refuses statistics of another input", () => {
  assert.throws(
    () => features({ continuous: ["age"] }).behaviour.encoder({ mean: 1 }),
    refusal(
      'Cannot read the statistics of "features": they are not as it writes them',
    ),
  );
});

Deno.test("features() says which columns are wrong", () => {
  assert.throws(
    () => features({}),
    refusal(
      'Cannot make input "features": at least one column must be continuous or categorical',
    ),
  );
  assert.throws(
    () => features({ continuous: ["a", "a"] }),
    refusal(
      'Cannot make input "features": continuous: must name each column once',
    ),
  );
});
