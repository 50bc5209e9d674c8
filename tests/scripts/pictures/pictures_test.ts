import assert from "node:assert/strict";
import { pictures } from "../../../scripts/pictures/pictures.ts";
import { LARGEST, small } from "../../../scripts/pictures/studio.ts";
import sharp from "sharp";

const folder = new URL("../../../docs/pictures/", import.meta.url);
const names = Object.keys(pictures).map((name) => `${name}.png`).sort();

Deno.test("the pictures that are kept are those that the script makes, and are small", async () => {
  const kept = [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
  assert.deepEqual(kept, names, "deno task pictures");
  for (const name of kept) {
    const bytes = await Deno.readFile(new URL(name, folder));
    assert.ok(bytes.length <= LARGEST, `${name}: ${bytes.length} bytes`);
    const { format, width } = await sharp(bytes).metadata();
    assert.equal(format, "png");
    assert.ok(width >= 600, name);
  }
});

Deno.test("the README shows pictures that are there, and says what is on each", async () => {
  const readme = await Deno.readTextFile(
    new URL("../../../README.md", import.meta.url),
  );
  const shown = [
    ...readme.matchAll(/!\[([^\]]*)\]\(docs\/pictures\/([^)]+)\)/g),
  ];
  for (const [, alt = "", name = ""] of shown) {
    assert.ok(names.includes(name), `${name} is none of ${names.join(", ")}`);
    assert.ok(alt.length > 10, `${name} is shown with no words`);
  }
  const referred = [...readme.matchAll(/docs\/pictures\/([\w.-]+)/g)];
  assert.equal(referred.length, shown.length);
});

Deno.test("a picture gets a palette, and is refused where it is large all the same", async () => {
  const noise = (side: number) => {
    // Of a seed: the same noise every time.
    let state = 1;
    const pixels = Uint8Array.from({ length: side * side * 3 }, () => {
      state = state * 48271 % 2147483647;
      return state % 256;
    });
    return sharp(pixels, { raw: { width: side, height: side, channels: 3 } })
      .png().toBuffer();
  };
  const bytes = await small(new Uint8Array(await noise(40)));
  assert.ok(bytes.length <= LARGEST);
  const { width } = await sharp(bytes).metadata();
  assert.equal(width, 40);
  // The type of colours, in the header: 3 is a palette.
  assert.equal(bytes[25], 3);
  await assert.rejects(
    small(new Uint8Array(await noise(40)), 1000),
    /Cannot make a picture smaller than 1000 bytes/,
  );
});
