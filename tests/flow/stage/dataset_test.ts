import assert from "node:assert/strict";
import { dataset } from "../../../src/flow/stage/dataset.ts";

/** What a file without types may declare. */
const loose = dataset as (declaration: unknown) => unknown;

const archive = {
  kind: "archive",
  name: "flowers-17",
  licence: "CC-BY-4.0",
  url: "https://example.org/flowers.tgz",
} as const;

const drawn = {
  kind: "drawn",
  name: "shapes",
  licence: "CC0-1.0",
  generator: "shapes",
  version: 1,
  seed: 0,
  count: 10,
} as const;

const packaged = {
  kind: "package",
  name: "weather",
  licence: "BSD-3-Clause",
  file: "vega-datasets/data/weather.csv",
} as const;

Deno.test("dataset() gives what was declared, frozen", () => {
  const whole = {
    ...archive,
    notice: "For research only",
    size: 60_270_631,
    sha256: "2d".repeat(32),
    root: "jpg",
  };
  for (const declaration of [archive, whole, drawn, packaged]) {
    const declared = dataset(declaration);
    assert.deepEqual(declared, declaration);
    assert.ok(Object.isFrozen(declared));
  }
});

const invalid: readonly (readonly [unknown, string, RegExp])[] = [
  [{ ...archive, kind: "zip" }, "flowers-17", /kind: /],
  [{ ...archive, name: "Flowers 17" }, "Flowers 17", /name: must be /],
  [{ ...archive, name: "../up" }, "../up", /name: must be /],
  [{ ...archive, name: "" }, "", /name: must be /],
  [{ ...archive, url: "flowers.tgz" }, "flowers-17", /url: Invalid URL/],
  [{ ...archive, url: "file:///etc/passwd" }, "flowers-17", /url: /],
  [{ ...archive, size: 0 }, "flowers-17", /size: Too small/],
  [{ ...archive, sha256: "abc" }, "flowers-17", /sha256: must be 64 hex/],
  [
    { ...archive, sha: "2d".repeat(32) },
    "flowers-17",
    /Unrecognized key: "sha"/,
  ],
  [{ ...drawn, generator: "../evil" }, "shapes", /generator: must be /],
  [{ ...drawn, count: 1.5 }, "shapes", /count: /],
  [{ ...drawn, seed: -1 }, "shapes", /seed: /],
  [{ ...packaged, licence: undefined }, "weather", /licence: /],
  [undefined, "undefined", /expected object/],
  ["flowers", "flowers", /expected object/],
];

Deno.test("dataset() says what is wrong with a declaration", () => {
  for (const [declaration, name, why] of invalid) {
    assert.throws(() => loose(declaration), (error) => {
      assert.ok(error instanceof Error);
      assert.equal(error.name, "PipelineError", String(error));
      assert.ok(
        error.message.startsWith(`Cannot declare dataset "${name}": `),
        error.message,
      );
      assert.match(error.message, why);
      return true;
    });
  }
});
