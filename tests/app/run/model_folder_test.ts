import assert from "node:assert/strict";
import { join } from "node:path";
import { placeModel } from "../../../src/app/run/model_folder.ts";
import { hashOf } from "../../../src/base/codec/sha256.ts";
import { openStore, type Store } from "../../../src/base/store/store.ts";
import { Desk } from "../_cli.ts";

/** A stored model that says these words. */
async function stored(store: Store, words: string): Promise<string> {
  const about = { kind: "model", version: 1, inputs: {} };
  const entry = await store.publish(hashOf(words), about, async (folder) => {
    await Deno.writeTextFile(join(folder, "model.json"), words);
    await Deno.mkdir(join(folder, "assets"));
    await Deno.writeTextFile(join(folder, "assets/0"), `asset of ${words}`);
  });
  return entry.folder;
}

async function namesIn(folder: string): Promise<readonly string[]> {
  const entries = await Array.fromAsync(Deno.readDir(folder));
  return entries.map(({ name }) => name).sort();
}

Deno.test("placeModel() copies a model whole, without the store's notes", async () => {
  await using desk = await Desk.open();
  const store = await openStore(desk.cache);
  const folder = await placeModel(store, await stored(store, "one"), "p");
  assert.equal(folder, join(desk.cache, "models", "p"));
  assert.deepEqual(await namesIn(folder), ["assets", "model.json"]);
  assert.equal(
    await Deno.readTextFile(join(folder, "assets/0")),
    "asset of one",
  );
});

Deno.test("placeModel() replaces another model and leaves the same one", async () => {
  await using desk = await Desk.open();
  const store = await openStore(desk.cache);
  const [one, two] = [await stored(store, "one"), await stored(store, "two")];
  const folder = await placeModel(store, one, "p");
  const { ino } = await Deno.stat(folder);
  await placeModel(store, one, "p");
  assert.equal((await Deno.stat(folder)).ino, ino);
  await Promise.all([
    placeModel(store, two, "p"),
    placeModel(store, one, "p"),
    placeModel(store, two, "p"),
  ]);
  const words = await Deno.readTextFile(join(folder, "model.json"));
  assert.equal(
    await Deno.readTextFile(join(folder, "assets/0")),
    `asset of ${words}`,
  );
  assert.deepEqual(await namesIn(join(desk.cache, "models")), ["p"]);
  assert.deepEqual(await namesIn(join(desk.cache, "tmp")), []);
});

Deno.test("placeModel() puts what tells of unlike items beside the same model, once", async () => {
  await using desk = await Desk.open();
  const store = await openStore(desk.cache);
  const one = await stored(store, "one");
  const folder = await placeModel(store, one, "p");
  const known = join(desk.folder, "known");
  await Deno.mkdir(known);
  await Deno.writeTextFile(join(known, "none.json"), "{}");
  const { ino } = await Deno.stat(folder);
  // A network that remembers nothing has nothing beside its model.
  await placeModel(store, one, "p", known);
  assert.equal((await Deno.stat(folder)).ino, ino);
  await Deno.writeTextFile(join(known, "familiarity.json"), "{}");
  await Deno.writeTextFile(join(known, "familiarity.safetensors"), "f");
  await placeModel(store, one, "p", known);
  const names = [
    "assets",
    "familiarity.json",
    "familiarity.safetensors",
    "model.json",
  ];
  assert.deepEqual(await namesIn(folder), names);
  const { ino: placed } = await Deno.stat(folder);
  await placeModel(store, one, "p", known);
  assert.equal((await Deno.stat(folder)).ino, placed);
});
