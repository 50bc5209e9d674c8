import assert from "node:assert/strict";
import { join } from "node:path";
import { packageFile } from "../../../src/app/data/package_file.ts";
import { leatRoot } from "../../../src/app/paths.ts";

Deno.test("packageFile() finds a file that its package does not export", async () => {
  const path = await packageFile("vega-datasets/data/seattle-weather.csv");
  assert.match(await Deno.readTextFile(path), /^date,precipitation/);
});

Deno.test("packageFile() finds files of Leat itself", async () => {
  assert.equal(
    await packageFile("leat/pipelines/weights/doodles.safetensors"),
    join(leatRoot, "pipelines/weights/doodles.safetensors"),
  );
});

Deno.test("packageFile() refuses packages that are not here and paths that lead out", async () => {
  for (
    const file of [
      "no-such-package/a.csv",
      "@no/such/a.csv",
      "a.csv",
      "",
      "leat/../secret",
      "vega-datasets/data/../../../secret",
      "vega-datasets\\..\\secret/a",
      "../leat/mod.ts",
    ]
  ) {
    await assert.rejects(
      packageFile(file),
      /^PipelineError: Cannot find /,
      file,
    );
  }
});
