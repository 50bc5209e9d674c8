import assert from "node:assert/strict";
import rooms from "../../../scripts/lint/rooms.ts";

/** `rule: message` of everything that the plugin says about a file. */
function complaints(path: string, source: string): readonly string[] {
  return Deno.lint.runPlugin(rooms, path, source).map(({ id, message }) =>
    `${id.replace("rooms/", "")}: ${message}`
  );
}

function hints(path: string, source: string): readonly string[] {
  return Deno.lint.runPlugin(rooms, path, source).map(({ hint }) => hint ?? "");
}

function isClean(path: string, source: string) {
  assert.deepEqual(complaints(path, source), [], `${path}: ${source}`);
}

function hasOne(rule: string, path: string, source: string) {
  const found = complaints(path, source);
  assert.equal(found.length, 1, `${path}: ${source}: ${found.join()}`);
  assert.ok(found[0]?.startsWith(`${rule}: `), found[0]);
}

Deno.test("imports go one way through the rooms", () => {
  isClean("src/flow/stage/a.ts", 'import "../../base/random/random.ts";');
  isClean("src/stages/loss/a.ts", 'import "../../flow/stage/stage.ts";');
  isClean("src/engine/train/a.ts", 'import "../kernels/b.ts";');
  isClean("src/app/cli/main.ts", 'import "../../stages/registry.ts";');
  isClean("src/app/data/a.ts", 'import "../../../datasets/b.ts";');
  isClean("mod.ts", 'export * from "./src/app/train.ts";');

  const rule = "import-direction";
  hasOne(rule, "src/base/store/a.ts", 'import "../../flow/graph/b.ts";');
  hasOne(rule, "src/flow/stage/a.ts", 'import "../../engine/train/b.ts";');
  hasOne(rule, "src/flow/stage/a.ts", 'import "../../stages/registry.ts";');
  hasOne(rule, "src/engine/train/a.ts", 'import "../../stages/loss/mse.ts";');
  hasOne(rule, "src/stages/loss/a.ts", 'import "../../engine/train/b.ts";');
  hasOne(rule, "src/engine/train/a.ts", 'import "../../app/cli/main.ts";');
});

Deno.test("types obey the directions too, however they are imported", () => {
  const rule = "import-direction";
  const path = "src/base/store/a.ts";
  const to = '"../../flow/stage/stage.ts"';
  hasOne(rule, path, `import type { A } from ${to};`);
  hasOne(rule, path, `export type { A } from ${to};`);
  hasOne(rule, path, `export * from ${to};`);
  hasOne(rule, path, `type A = import(${to}).A;`);
  hasOne(rule, path, `const a = await import(${to});`);
  isClean(path, "const a = await import(where);");
});

Deno.test("stages do not know one another, only their folder's parts", () => {
  isClean("src/stages/fit/a.ts", 'import "./curves/cosine.ts";');
  isClean("src/stages/fit/curves/cosine.ts", 'import "./curve.ts";');
  isClean("src/stages/fit/_b.ts", 'import "./curves/cosine.ts";');
  isClean("src/stages/fit/a.ts", 'import "./_annealing.ts";');
  isClean("src/stages/registry.ts", 'import "./loss/mse.ts";');
  const rule = "import-direction";
  hasOne(rule, "src/stages/fit/a.ts", 'import "./b.ts";');
  hasOne(rule, "src/stages/fit/curves/cosine.ts", 'import "../b.ts";');
  hasOne(rule, "src/stages/fit/a.ts", 'import "../loss/mse.ts";');
  hasOne(rule, "src/stages/fit/a.ts", 'import "../loss/curves/cosine.ts";');
  hasOne(rule, "src/stages/fit/a.ts", 'import "../registry.ts";');
});

Deno.test("a forbidden import names both files and says what is allowed", () => {
  const path = "src/flow/stage/a.ts";
  const source = 'import "../../engine/train/b.ts";';
  assert.deepEqual(complaints(path, source), [
    "import-direction: src/flow/stage/a.ts may not import src/engine/train/b.ts",
  ]);
  assert.deepEqual(hints(path, source), [
    "src/flow may import: src/base, src/flow",
  ]);
  assert.deepEqual(hints("datasets/a.ts", 'import "../src/flow/b.ts";'), [
    'datasets may import: "leat", datasets, zod',
  ]);
});

Deno.test("pipelines import leat and datasets, datasets leat and zod", () => {
  isClean("pipelines/pets.ts", 'import "leat"; import "../datasets/pets.ts";');
  isClean("datasets/pets.ts", 'import "leat"; import "zod"; import "./b.ts";');
  const rule = "import-direction";
  hasOne(rule, "pipelines/pets.ts", 'import "./xor.ts";');
  hasOne(rule, "pipelines/pets.ts", 'import "node:path";');
  hasOne(rule, "pipelines/pets.ts", 'import "../src/stages/loss/mse.ts";');
  hasOne(rule, "datasets/pets.ts", 'import "sharp";');
  hasOne(rule, "datasets/pets.ts", 'import "../src/flow/stage/dataset.ts";');
});

Deno.test("generators may use chance and a codec, datasets may not", () => {
  const random = 'import "../../src/base/random/random.ts";';
  isClean("datasets/drawn/pets.ts", `${random} await import("sharp");`);
  const rule = "import-direction";
  hasOne(rule, "datasets/a.ts", 'import "../src/base/random/random.ts";');
  hasOne(rule, "datasets/drawn/a.ts", 'import "../../src/flow/stage/a.ts";');
});

Deno.test("nobody but tests imports tests, scripts and pipelines", () => {
  isClean("tests/learn/xor_test.ts", 'import "../../pipelines/xor.ts";');
  isClean("tests/scripts/ok_test.ts", 'import "../../scripts/ok.ts";');
  isClean("scripts/ok.ts", 'import "./test.ts";');
  const rule = "import-direction";
  hasOne(rule, "src/app/cli/main.ts", 'import "../../../pipelines/xor.ts";');
  hasOne(rule, "src/app/cli/main.ts", 'import "../../../scripts/ok.ts";');
  hasOne(rule, "scripts/ok.ts", 'import "../tests/helper.ts";');
  hasOne(rule, "scripts/ok.ts", 'import "../pipelines/xor.ts";');
});

Deno.test("flow and stages see the types of tfjs and no values", () => {
  const from = 'from "@tensorflow/tfjs-core";';
  for (const path of ["src/flow/stage/a.ts", "src/stages/loss/a.ts"]) {
    isClean(path, `import type * as Tf ${from}`);
    isClean(path, `import { type Tensor } ${from}`);
    isClean(path, `export type { Tensor } ${from}`);
    hasOne("packages", path, `import * as tf ${from}`);
    hasOne("packages", path, `import { type Tensor, add } ${from}`);
    hasOne("packages", path, `export { add } ${from}`);
    hasOne("packages", path, 'await import("@tensorflow/tfjs-core");');
  }
  isClean("src/engine/train/a.ts", `import * as tf ${from}`);
  hasOne("packages", "src/base/store/a.ts", `import type { Tensor } ${from}`);
});

Deno.test("an architecture may load tfjs layers when it is built", () => {
  const path = "src/stages/architecture/a.ts";
  isClean(path, 'await import("@tensorflow/tfjs-layers");');
  hasOne("packages", path, 'import "@tensorflow/tfjs-layers";');
  hasOne(
    "packages",
    "src/stages/loss/a.ts",
    'await import("@tensorflow/tfjs-layers");',
  );
});

Deno.test("only engine/device imports the WebGPU backend", () => {
  const source = 'import "@tensorflow/tfjs-backend-webgpu";';
  isClean("src/engine/device/a.ts", source);
  hasOne("packages", "src/engine/train/a.ts", source);
  hasOne("packages", "src/app/cli/main.ts", source);
  hasOne(
    "packages",
    "src/engine/kernels/a.ts",
    'import "npm:@tensorflow/tfjs-backend-webgpu@4.22.0/dist/index.js";',
  );
});

Deno.test("zod stands where data comes in", () => {
  const source = 'import { z } from "zod";';
  isClean("src/flow/stage/a.ts", source);
  isClean("src/engine/model/a.ts", source);
  isClean("datasets/a.ts", source);
  hasOne("packages", "src/base/store/a.ts", source);
  hasOne("packages", "src/engine/train/a.ts", 'import type { z } from "zod";');
});

Deno.test("a package's message says who may import it, and why", () => {
  assert.deepEqual(
    hints("src/flow/stage/a.ts", 'import "@tensorflow/tfjs-core";'),
    [
      "describing and planning a pipeline starts no engine: src/engine, " +
      "src/app, tests, scripts may import it; " +
      "its types also: src/flow, src/stages",
    ],
  );
});

Deno.test("a file with an underscore is private to its folder", () => {
  isClean("src/engine/kernels/a.ts", 'import "./_shader.ts";');
  isClean("src/engine/kernels/pool/a.ts", 'import "../_shader.ts";');
  isClean(
    "tests/stages/fit/a_test.ts",
    'import "../../../src/stages/fit/_b.ts";',
  );
  const rule = "private-files";
  hasOne(rule, "src/engine/train/a.ts", 'import "../kernels/_shader.ts";');
  hasOne(rule, "tests/app/a_test.ts", 'import "../../src/stages/fit/_b.ts";');
});

Deno.test("Deno stands only where the machine is touched", () => {
  const source = 'const text = await Deno.readTextFile("a");';
  for (
    const path of [
      "src/base/store/a.ts",
      "src/base/codec/a.ts",
      "src/engine/device/a.ts",
      "src/app/cli/main.ts",
      "scripts/ok.ts",
      "tests/a_test.ts",
    ]
  ) isClean(path, source);
  hasOne("deno-api", "src/flow/stage/a.ts", source);
  hasOne("deno-api", "src/base/random/a.ts", source);
  hasOne("deno-api", "pipelines/a.ts", source);
  hasOne("deno-api", "src/engine/train/a.ts", "globalThis.Deno;");
  isClean("src/flow/stage/a.ts", "type Plugin = Deno.lint.Plugin;");
});

Deno.test("neither clock nor unseeded chance decides a result", () => {
  const rule = "clock-and-chance";
  hasOne(rule, "src/engine/train/a.ts", "Math.random();");
  hasOne(rule, "src/flow/graph/a.ts", "Date.now();");
  hasOne(rule, "src/stages/split/a.ts", "const today = new Date();");
  isClean("src/stages/split/a.ts", "Date.UTC(2011, 5, 1); Math.max(1, 2);");
  isClean("src/app/cli/main.ts", "Date.now();");
});

Deno.test("an error's message starts like a sentence", () => {
  const rule = "error-message";
  const path = "src/base/errors/a.ts";
  hasOne(rule, path, 'new RangeError("size must be at least 1");');
  hasOne(rule, path, 'new PipelineError(`cannot read "${item}"`);');
  hasOne(rule, path, 'new TypeError("cannot " + verb);');
  isClean(path, 'new PipelineError(`Cannot read "${item}": it is empty`);');
  isClean(path, "new PipelineError(`${subject} is empty`);");
  isClean(path, "new PipelineError(message);");
});

Deno.test("an error's message ends without a period", () => {
  const rule = "error-message";
  const path = "src/base/errors/a.ts";
  hasOne(rule, path, 'new RangeError("Size must be at least 1.");');
  hasOne(rule, path, "new PipelineError(`Cannot read ${item}.`);");
  hasOne(rule, path, 'new TypeError("Cannot read " + item + ".");');
  isClean(path, "new RangeError(`Cannot read ${item}.${extension}`);");
  isClean("tests/a_test.ts", 'new RangeError("anything.");');
});

Deno.test("files outside the rooms are left alone", () => {
  isClean("/elsewhere/a.ts", 'import "zod"; Deno.exit(); Math.random();');
});
