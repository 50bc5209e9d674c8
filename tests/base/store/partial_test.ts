import assert from "node:assert/strict";
import { ABOUT, keyOf, namesIn, text, withStore } from "./_helpers.ts";

const KEY = keyOf("epoch");
const bytes = (...values: number[]) => new Uint8Array(values);

Deno.test("readPartial() gives the files last written, and those alone", () =>
  withStore(async (store) => {
    assert.equal(await store.readPartial(KEY), undefined);
    await store.writePartial(
      KEY,
      new Map([["weights", bytes(1)], ["old", bytes()]]),
    );
    const files = new Map([["weights", bytes(2, 3)], ["step.json", bytes(4)]]);
    await store.writePartial(KEY, files);
    assert.deepEqual(await store.readPartial(KEY), files);
    assert.deepEqual(namesIn(`${store.root}/partial/${KEY}`), ["2"]);
    assert.equal(await store.readPartial(keyOf("other")), undefined);
  }));

Deno.test("readPartial() takes the state before one that is damaged", () =>
  withStore(async (store) => {
    const folder = `${store.root}/partial/${KEY}`;
    await store.writePartial(KEY, new Map([["weights", bytes(1)]]));
    await Deno.rename(`${folder}/1`, `${folder}/9`);
    await store.writePartial(KEY, new Map([["weights", bytes(2)]]));
    // As a process leaves it that is killed before it removes the older one.
    await Deno.mkdir(`${folder}/9`);
    await Deno.copyFile(`${folder}/10/weights`, `${folder}/9/weights`);
    await Deno.copyFile(`${folder}/10/meta.json`, `${folder}/9/meta.json`);
    const damages = [
      () => Deno.writeFile(`${folder}/10/weights`, bytes(3)),
      () => Deno.remove(`${folder}/10/weights`),
      () => Deno.writeTextFile(`${folder}/10/meta.json`, '{"../../x":"a"}'),
      () => Deno.truncate(`${folder}/10/meta.json`, 5),
      () => Deno.remove(`${folder}/10/meta.json`),
    ];
    for (const damage of damages) {
      await damage();
      assert.deepEqual(
        await store.readPartial(KEY),
        new Map([["weights", bytes(2)]]),
      );
    }
    await Deno.remove(`${folder}/9/weights`);
    assert.equal(await store.readPartial(KEY), undefined);
  }));

Deno.test("dropPartial() drops a state, and one that is not there", () =>
  withStore(async (store) => {
    await store.writePartial(KEY, new Map([["weights", bytes(1)]]));
    await store.dropPartial(KEY);
    await store.dropPartial(KEY);
    assert.equal(await store.readPartial(KEY), undefined);
  }));

Deno.test("publish() drops the unfinished state of its key", () =>
  withStore(async (store) => {
    await store.writePartial(KEY, new Map([["weights", bytes(1)]]));
    await store.writePartial(keyOf("other"), new Map());
    await store.publish(KEY, ABOUT, text("done"));
    assert.equal(await store.readPartial(KEY), undefined);
    assert.deepEqual(await store.readPartial(keyOf("other")), new Map());
  }));

Deno.test("writePartial() takes plain file names alone", () =>
  withStore(async (store) => {
    for (const name of ["../x", "a/b", "", ".", "meta.json"]) {
      await assert.rejects(
        store.writePartial(KEY, new Map([[name, bytes()]])),
        {
          name: "RangeError",
          message: `Cannot keep "${name}": it is no plain file name`,
        },
      );
    }
    assert.equal(await store.readPartial(KEY), undefined);
  }));
