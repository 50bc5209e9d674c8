import assert from "node:assert/strict";
import { scene } from "../../../datasets/drawn/scene.ts";
import { stream } from "../../../datasets/drawn/_random.ts";

Deno.test("scene() is the same whatever the figure", () => {
  for (let index = 0; index < 20; index++) {
    const cat = scene(stream(1, index), "<!--cat-->");
    const dog = scene(stream(1, index), "<!--dog-->");
    assert.equal(cat.replace("cat", "dog"), dog);
  }
});

Deno.test("scene() is 90 to 140 pixels on each side and mostly not square", () => {
  let square = 0;
  for (let index = 0; index < 200; index++) {
    const size = /width="(\d+)" height="(\d+)"/.exec(
      scene(stream(2, index), ""),
    );
    const [width, height] = [Number(size?.[1]), Number(size?.[2])];
    assert.ok(width >= 90 && width <= 140 && height >= 90 && height <= 140);
    if (width === height) square += 1;
  }
  assert.ok(square < 20, `${square} of 200 are square`);
});
