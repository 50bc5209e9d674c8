import assert from "node:assert/strict";
import * as leat from "leat";

/** What a file without types may call. */
type Loose = (...given: readonly unknown[]) => unknown;

/** Functions with settings, and what may stand before those. */
const calls: readonly (readonly [name: string, ...before: unknown[]])[] = [
  ["constant", 1],
  ["oneCycle", 1],
  ["fineTune", 1],
  ["flatCos", 1],
  ["sgdr", 1],
  ["adamW"],
  ["sgd"],
  ["earlyStopping"],
  ["keepBest"],
  ["reduceOnPlateau"],
  ["clipGradients", 1],
  ["rotate", 10],
  ["brightness", 0.2],
  ["contrast", 0.2],
  ["normalize"],
  ["randomResizedCrop"],
  ["resnet"],
  ["mlp"],
  ["layersModel", "./model.json"],
  ["torchvision", "resnet18"],
  ["huggingFace", "me/narrow"],
  ["safetensors", "./w.safetensors"],
];

for (const [name, ...before] of calls) {
  Deno.test(`${name}() takes settings by their names alone`, () => {
    const call = Object.entries(leat).find(([each]) => each === name)?.[1];
    for (const given of [0.1, "0.1", null, [0.1]]) {
      assert.throws(() => (call as Loose)(...before, given), {
        name: "PipelineError",
        item: name,
        message:
          `Cannot read the settings of ${name}(): expected an object, received ${
            JSON.stringify(given)
          }`,
        remedy: "Write each setting with its name, in braces: { name: value }",
      });
    }
  });
}

Deno.test("mlp() and normalize() know no other settings", () => {
  for (const name of ["mlp", "normalize"] as const) {
    assert.throws(() => (leat[name] as Loose)({ hiden: [8] }), {
      name: "PipelineError",
      message: /Unrecognized key: "hiden"$/,
    });
  }
});
