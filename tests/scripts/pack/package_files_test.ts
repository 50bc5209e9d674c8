import assert from "node:assert/strict";
import { posix } from "node:path";
import { fileURLToPath } from "node:url";
import config from "../../../deno.json" with { type: "json" };
import { packageFiles } from "../../../scripts/pack/package_files.ts";

const files = await packageFiles(
  fileURLToPath(new URL("../../..", import.meta.url)),
);
const text = (path: string) => new TextDecoder().decode(files.get(path));
const scripts = [...files.keys()].filter((path) => path.endsWith(".js"));

Deno.test("the package has modules twice, and what the first pipeline needs", () => {
  for (
    const path of [
      "mod.ts",
      "mod.js",
      "src/app/cli/leat.js",
      "src/app/child/trainer_child.js",
      "src/app/serve/page/page.html",
      "src/app/serve/page/page.css",
      "src/app/serve/page/page.mjs",
      "src/app/export/page/ask.mjs",
      "src/app/export/page/picture/square.mjs",
      "datasets/drawn/pets.js",
      "pipelines/pets.js",
      "pipelines/weights/doodles.safetensors",
      "template/pipelines/pets.ts",
      "template/gitignore",
      "README.md",
      "LICENSE",
    ]
  ) assert.ok(files.has(path), path);
  for (const script of scripts) {
    assert.ok(files.has(script.replace(/\.js$/, ".ts")), script);
  }
});

Deno.test("the package has nothing that only Leat's own repository needs", () => {
  const tops = new Set([...files.keys()].map((path) => path.split("/")[0]));
  assert.deepEqual([...tops].sort(), [
    "CHANGELOG.md",
    "LICENSE",
    "README.md",
    "datasets",
    "deno.json",
    "deno.lock",
    "mod.js",
    "mod.ts",
    "package.json",
    "pipelines",
    "src",
    "template",
  ]);
  const odd = [...files.keys()].filter((path) =>
    !/\.(?:ts|js|mjs|html|css|json|md|yml|safetensors|lock)$|LICENSE|gitignore/
      .test(path)
  );
  assert.deepEqual(odd, []);
});

Deno.test("every module that a script imports is in the package", () => {
  let count = 0;
  for (const path of scripts) {
    const code = text(path).replace(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, "");
    for (
      const [, name = ""] of code.matchAll(
        /\b(?:from|import)\s*\(?\s*"(\.[^"]+)"/g,
      )
    ) {
      count++;
      const target = posix.join(posix.dirname(path), name);
      assert.ok(files.has(target), `${path} imports ${name}`);
    }
  }
  assert.ok(count > 1000, String(count));
});

Deno.test("a path that ends in .ts becomes one of the package's by ownModule() alone", () => {
  for (const path of scripts) {
    if (path === "src/app/paths.js") continue;
    // Folders of Leat joined with a module of its own.
    assert.doesNotMatch(text(path), /join\(leatRoot,[^)]*\.ts/, path);
  }
});

Deno.test("the package depends on exact versions of what it imports", () => {
  const manifest = JSON.parse(text("package.json"));
  const { "@types/node": types, ...dependencies } = manifest.dependencies;
  assert.match(types, /^\d+\.\d+\.\d+$/);
  const imports = Object.values(config.imports);
  for (const [name, version] of Object.entries(dependencies)) {
    assert.ok(
      imports.some((each) => each.includes(`${name}@${version}`)),
      `${name}@${version}`,
    );
  }
  assert.deepEqual(Object.keys(dependencies), [
    "@commander-js/extra-typings",
    "@tensorflow/tfjs-backend-cpu",
    "@tensorflow/tfjs-backend-wasm",
    "@tensorflow/tfjs-backend-webgpu",
    "@tensorflow/tfjs-converter",
    "@tensorflow/tfjs-core",
    "@tensorflow/tfjs-layers",
    "cli-progress",
    "commander",
    "modern-tar",
    "papaparse",
    "pbf",
    "sharp",
    "vega-datasets",
    "zod",
  ]);
});

Deno.test("the package exports what Leat exports: sources for types, scripts to run", () => {
  const { exports, bin } = JSON.parse(text("package.json"));
  for (const [name, path] of Object.entries(config.exports)) {
    const script = path.replace(/\.ts$/, ".js");
    assert.deepEqual(exports[name], { types: path, default: script });
    assert.ok(files.has(script.slice("./".length)), script);
  }
  assert.deepEqual(
    Object.keys(exports).toSorted(),
    [...Object.keys(config.exports), "./package.json"].toSorted(),
  );
  assert.match(text(bin.leat), /^#!\/usr\/bin\/env node\n/);
});
