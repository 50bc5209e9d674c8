import assert from "node:assert/strict";
import { z } from "zod";
import { decodeImage } from "../../../src/base/codec/image.ts";

const { size, files, cases } = z.object({
  size: z.number(),
  files: z.record(z.string(), z.base64()),
  cases: z.array(z.object({
    file: z.string(),
    method: z.enum(["squish", "crop", "pad"]),
    gap: z.number(),
    pixels: z.base64(),
  })),
}).parse(JSON.parse(
  await Deno.readTextFile(
    new URL("../../fixtures/reducing/reducing.json", import.meta.url),
  ),
));

for (const file in files) {
  Deno.test(`decodeImage() with a reducing gap gives Pillow's bytes: ${file}`, async () => {
    const own = cases.filter((each) => each.file === file);
    assert.equal(own.length, 9);
    const bytes = Uint8Array.fromBase64(files[file] ?? "");
    for (const { method, gap: reducingGap, pixels } of own) {
      const made = await decodeImage(bytes, { size, method, reducingGap });
      assert.deepEqual(
        made,
        Uint8Array.fromBase64(pixels),
        `${method}, ${reducingGap}`,
      );
    }
  });
}
