import assert from "node:assert/strict";
import {
  bySharp,
  bySharpFromAll,
  bySharpInTwo,
} from "../../../../scripts/bench/epoch/by_sharp.ts";
import { difference } from "../../../../scripts/bench/epoch/cold_images.ts";
import { drawnPhotograph } from "../../../../scripts/bench/epoch/drawn_files.ts";

Deno.test("sharp shrinks a large photograph while it decodes, and not where it is to read all pixels", async () => {
  const bytes = await drawnPhotograph(1, [320, 240]);
  const all = await bySharpInTwo(bytes, 32);
  assert.equal(difference(await bySharpFromAll(bytes, 32), all), 0);
  assert.ok(difference(await bySharp(bytes, 32), all) > 0);
});

Deno.test("a photograph that hardly becomes smaller is read whole either way", async () => {
  const bytes = await drawnPhotograph(2, [60, 45]);
  const alone = await bySharp(bytes, 32);
  assert.equal(difference(await bySharpFromAll(bytes, 32), alone), 0);
});
