import assert from "node:assert/strict";
import { hashOf, sha256 } from "../../../src/base/codec/sha256.ts";
import { openStore, verify } from "../../../src/base/store/store.ts";
import { withFolder } from "../../_folder.ts";
import { ABOUT, keyOf, namesIn, text, withStore } from "./_helpers.ts";

const KEY = keyOf("a");

Deno.test("publish() makes an entry that find() gives, in a new store too", () =>
  withStore(async (store) => {
    assert.equal(await store.find(KEY), undefined);
    const about = {
      kind: "decode",
      version: 2,
      inputs: { items: keyOf("items") },
      params: { size: 224 },
      provenance: { adapter: "llvmpipe" },
      seconds: 1.5,
    };
    const published = await store.publish(KEY, about, async (folder) => {
      await Deno.mkdir(`${folder}/shards`);
      await Deno.writeTextFile(`${folder}/shards/0`, "abc");
      await Deno.writeTextFile(`${folder}/index.json`, "[1,2]");
    });
    const files = [
      { path: "index.json", size: 5, sha256: sha256("[1,2]") },
      { path: "shards/0", size: 3, sha256: sha256("abc") },
    ];
    const found = await (await openStore(store.root)).find(KEY);
    assert.deepEqual(found, published);
    assert.deepEqual(found?.meta, { ...about, files, outHash: hashOf(files) });
    assert.deepEqual(await found.readJson("index.json"), [1, 2]);
    assert.deepEqual(
      await found.readBytes("shards/0"),
      new Uint8Array([97, 98, 99]),
    );
    assert.equal(await Deno.readTextFile(found.path("shards/0")), "abc");
    assert.deepEqual(namesIn(`${store.root}/tmp`), []);
    assert.equal(found.folder, `${store.root}/n/${KEY.slice(0, 2)}/${KEY}`);
  }));

Deno.test("publish() gives the same output hash for the same files alone", () =>
  withStore(async (store) => {
    const hash = async (name: string, content: string, file?: string) =>
      (await store.publish(keyOf(name), ABOUT, text(content, file))).meta
        .outHash;
    const first = await hash("first", "abc");
    assert.equal(await hash("second", "abc"), first);
    assert.notEqual(await hash("third", "abd"), first);
    assert.notEqual(await hash("fourth", "abc", "other"), first);
  }));

Deno.test("publish() keeps what is there", () =>
  withStore(async (store) => {
    await store.publish(KEY, ABOUT, text("first"));
    const second = await store.publish(KEY, ABOUT, text("second"));
    assert.equal(await Deno.readTextFile(second.path("text")), "first");
    assert.deepEqual(namesIn(`${store.root}/tmp`), []);
  }));

Deno.test("publish() publishes nothing when write() throws", () =>
  withStore(async (store) => {
    const failure = new Error("interrupted");
    const publishing = store.publish(KEY, ABOUT, async (folder) => {
      await Deno.writeTextFile(`${folder}/half`, "x");
      throw failure;
    });
    await assert.rejects(publishing, failure);
    assert.equal(await store.find(KEY), undefined);
    assert.deepEqual(namesIn(`${store.root}/tmp`), []);
  }));

Deno.test("publish() refuses what it could not read back", () =>
  withStore(async (store) => {
    await assert.rejects(store.publish(KEY, ABOUT, text("{}", "meta.json")), {
      name: "TypeError",
      message:
        'Cannot publish "meta.json" to the cache: the cache keeps this name for itself',
    });
    const about = { ...ABOUT, version: 1.5 };
    await assert.rejects(
      store.publish(KEY, about, text("x")),
      { name: "TypeError", message: /^Cannot publish to the cache: version: / },
    );
    const link = (folder: string) => Deno.symlink("/etc", `${folder}/link`);
    await assert.rejects(store.publish(KEY, ABOUT, link), {
      name: "RangeError",
      message: 'Cannot record "link": it is neither a file nor a folder',
    });
    assert.equal(await store.find(KEY), undefined);
  }));

Deno.test("find() takes a broken entry for none, and publish() replaces it", () =>
  withStore(async (store) => {
    const breaks: ((folder: string) => Promise<void>)[] = [
      (folder) => Deno.remove(`${folder}/meta.json`),
      (folder) => Deno.truncate(`${folder}/meta.json`, 30),
      (folder) => Deno.writeTextFile(`${folder}/meta.json`, "{}"),
      (folder) => Deno.truncate(`${folder}/text`, 1),
      (folder) => Deno.remove(`${folder}/text`),
    ];
    for (const damage of breaks) {
      const { folder } = await store.publish(KEY, ABOUT, text("abc"));
      await damage(folder);
      assert.equal(await store.find(KEY), undefined);
      await store.publish(KEY, ABOUT, text("abc"));
      await damage(folder);
      const again = await store.publish(KEY, ABOUT, text("abc"));
      assert.deepEqual(await store.find(KEY), again);
    }
  }));

Deno.test("find() does not follow an entry that names files outside of it", () =>
  withStore(async (store) => {
    const { folder } = await store.publish(KEY, ABOUT, text("abc"));
    const meta = await Deno.readTextFile(`${folder}/meta.json`);
    for (const path of ["../text", "/etc/passwd", "a/../../b", "C:\\\\x", ""]) {
      await store.publish(KEY, ABOUT, text("abc"));
      await Deno.writeTextFile(
        `${folder}/meta.json`,
        meta.replace('"path":"text"', `"path":"${path}"`),
      );
      assert.equal(await store.find(KEY), undefined, path);
    }
  }));

Deno.test("verify() finds a file of the same size that was changed", () =>
  withStore(async (store) => {
    const entry = await store.publish(KEY, ABOUT, text("abc"));
    assert.deepEqual(await verify(entry), []);
    await Deno.writeTextFile(entry.path("text"), "abd");
    assert.notEqual(await store.find(KEY), undefined);
    assert.deepEqual(await verify(entry), ["text"]);
    await Deno.remove(entry.path("text"));
    assert.deepEqual(await verify(entry), ["text"]);
  }));

Deno.test("remove() removes an entry, and one that is not there", () =>
  withStore(async (store) => {
    await store.publish(KEY, ABOUT, text("abc"));
    await store.remove(KEY);
    await store.remove(KEY);
    assert.equal(await store.find(KEY), undefined);
    assert.deepEqual(namesIn(`${store.root}/tmp`), []);
  }));

Deno.test("an entry says which files it has, and when one is gone or no JSON", () =>
  withStore(async (store) => {
    const entry = await store.publish(KEY, ABOUT, text("abc"));
    assert.throws(() => entry.path("other"), {
      name: "RangeError",
      message: 'Cannot find "other" in a cached test: it has "text"',
    });
    const path = entry.path("text");
    await assert.rejects(entry.readJson("text"), {
      name: "PipelineError",
      message: `Cannot read "${path}" from the cache: it is not JSON`,
    });
    await Deno.remove(path);
    await assert.rejects(entry.readBytes("text"), {
      name: "PipelineError",
      message: `Cannot read "${path}" from the cache: it was removed`,
    });
  }));

Deno.test("a key is 64 hex digits, and a lock has a plain name", () =>
  withStore(async (store) => {
    for (const key of ["", "../x", KEY.toUpperCase(), `${KEY}0`]) {
      await assert.rejects(store.find(key), {
        name: "RangeError",
        message:
          `Cannot use "${key}" as a key of the cache: a key is 64 hex digits`,
      });
    }
    const run = () => Promise.resolve();
    await assert.rejects(store.withLock("../x", undefined, run), RangeError);
  }));

Deno.test("openStore() refuses a layout that it does not know", () =>
  withFolder(async (folder) => {
    await openStore(folder);
    assert.equal(await Deno.readTextFile(`${folder}/VERSION`), "1\n");
    await Deno.writeTextFile(`${folder}/VERSION`, "2\n");
    await assert.rejects(openStore(folder), {
      name: "PipelineError",
      message:
        `Cannot open cache "${folder}": its layout is "2", and this version of Leat knows 1`,
      remedy:
        "Use the version that made it, or set LEAT_CACHE to another folder",
    });
  }));
