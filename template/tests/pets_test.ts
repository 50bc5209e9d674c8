import assert from "node:assert/strict";
import pets from "../pipelines/pets.ts";

function label(name: string): string {
  return pets.spec.label({ media: "image", path: name, name });
}

Deno.test("a capital letter begins the name of a cat, a small one that of a dog", () => {
  assert.equal(label("Abyssinian_1.jpg"), "cat");
  assert.equal(label("beagle_12.jpg"), "dog");
});
