import assert from "node:assert/strict";
import { type About, insightPage } from "../../../src/app/insight/page.ts";
import type { SeenLayer } from "../../../src/app/insight/seen_pictures.ts";

const about: About = {
  architecture: "resnet",
  set: "valid",
  looked: 2,
  of: 2,
  sides: [32, 32],
};

/** What the page says of a layer of which squares of so many pixels are shown. */
async function saidOf(
  sees: SeenLayer["sees"],
  shown: number | undefined,
): Promise<string> {
  const picture = shown === undefined ? [] : [{
    pixels: new Uint8Array(shown * shown * 3),
    height: shown,
    width: shown,
  }];
  const layer: SeenLayer = {
    name: "relu",
    shape: [4, 4, 8],
    sees,
    channels: picture.map(() => ({
      channel: 5,
      items: ["a.jpg"],
      patches: picture,
      reconstructions: picture,
    })),
  };
  const cam = { layer: "relu", shape: [4, 4, 8], cards: [] };
  const seen = { filters: null, layers: [layer], cam };
  const page = await insightPage("pets", seen, about);
  return page.replaceAll(/\s+/g, " ");
}

Deno.test("the page tells what a channel's value is made of, and how much of that is shown", async () => {
  assert.match(
    await saidOf([9, 9], 9),
    /made of 9 × 9 pixels, which are what is shown of each picture\./,
  );
  assert.match(
    await saidOf([40, 40], 32),
    /value is made of the whole picture\. ?</,
  );
  const part = /whole picture\. Shown are 12 × 12 pixels of it, in which is/;
  assert.match(await saidOf([null, 40], 12), part);
  assert.match(
    await saidOf([20, 20], 12),
    /20 × 20 pixels\. Shown are 12 × 12/,
  );
  assert.match(await saidOf([9, 9], 9), /Shown is the channel that tells/);
  const none = await saidOf([20, 20], undefined);
  assert.match(none, /Nothing excites any of its channels/);
  assert.doesNotMatch(none, /Shown are 1/);
});
