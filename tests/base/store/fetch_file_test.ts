import assert from "node:assert/strict";
import { sha256 } from "../../../src/base/codec/sha256.ts";
import { fetchFile } from "../../../src/base/store/fetch_file.ts";
import { withFolder } from "../../_folder.ts";
import { namesIn } from "./_helpers.ts";
import { brokenOnce, withBoth, withServer } from "./_server.ts";

const FIRST = new TextEncoder().encode("what came first");
const OTHER = new TextEncoder().encode("another");
const HASH = sha256(FIRST);

Deno.test("fetchFile() fetches once, pins what came, and needs no network then", () =>
  withFolder(async (cacheRoot) => {
    let url = "";
    await withServer(() => ({ body: FIRST }), async (server) => {
      url = server.url;
      const progress: number[] = [];
      const came = await fetchFile({ url }, {
        cacheRoot,
        onProgress: ({ bytes }) => void progress.push(bytes),
      });
      const folder = `${cacheRoot}/files/${sha256(url).slice(0, 16)}`;
      assert.deepEqual(came, {
        path: `${folder}/pets.bin`,
        sha256: HASH,
        size: FIRST.length,
      });
      assert.deepEqual(await Deno.readFile(came.path), FIRST);
      assert.equal(progress.at(-1), FIRST.length);
      assert.deepEqual(await fetchFile({ url }, { cacheRoot }), came);
      assert.deepEqual(server.asked, ["whole"]);
      const pins = await Deno.readTextFile(`${cacheRoot}/files/pins.json`);
      assert.deepEqual(JSON.parse(pins), { [url]: HASH });
    });
    assert.equal((await fetchFile({ url }, { cacheRoot })).sha256, HASH);
  }));

Deno.test("fetchFile() refuses what has changed since, and says where it is pinned", () =>
  withBoth(
    (request) => ({ body: request === 0 ? FIRST : OTHER }),
    async ({ url }, cacheRoot) => {
      const { path } = await fetchFile({ url }, { cacheRoot });
      await Deno.remove(path);
      await assert.rejects(fetchFile({ url }, { cacheRoot }), {
        name: "PipelineError",
        message:
          `Cannot download "${url}": it has changed since it was first fetched: its SHA-256 was ${HASH} and is ${
            sha256(OTHER)
          }`,
        remedy:
          `If the change is wanted, remove its line from "${cacheRoot}/files/pins.json"`,
      });
      // What came is not kept.
      const [folder = ""] = namesIn(`${cacheRoot}/files`);
      assert.deepEqual(namesIn(`${cacheRoot}/files/${folder}`), [
        "pets.bin.lock",
      ]);
    },
  ));

Deno.test("fetchFile() fetches again what was damaged here", () =>
  withBoth(() => ({ body: FIRST }), async ({ url, asked }, cacheRoot) => {
    const { path } = await fetchFile({ url }, { cacheRoot });
    await Deno.writeTextFile(path, "what came worse");
    assert.equal((await fetchFile({ url }, { cacheRoot })).sha256, HASH);
    assert.deepEqual(await Deno.readFile(path), FIRST);
    assert.equal(asked.length, 2);
  }));

Deno.test("fetchFile() takes a checksum in place of a pin", () =>
  withBoth(() => ({ body: FIRST }), async ({ url, asked }, cacheRoot) => {
    const known = { url, sha256: HASH };
    assert.equal((await fetchFile(known, { cacheRoot })).sha256, HASH);
    assert.equal(namesIn(`${cacheRoot}/files`).includes("pins.json"), false);
    await fetchFile(known, { cacheRoot });
    assert.equal(asked.length, 1);
    const wrong = { url, sha256: sha256(OTHER) };
    await assert.rejects(fetchFile(wrong, { cacheRoot }), {
      name: "PipelineError",
      message: `Cannot download "${url}": its SHA-256 should be ${
        sha256(OTHER)
      } and is ${HASH}`,
    });
    // The file that another pipeline uses is still there.
    await fetchFile(known, { cacheRoot });
    assert.equal(asked.length, 2);
  }));

Deno.test("fetchFile() trusts nothing that is not what is wanted", () =>
  withBoth(
    (request) => ({ body: request === 0 ? OTHER : FIRST }),
    async ({ url }, cacheRoot) => {
      const accept = async (path: string) => {
        if (sha256(await Deno.readFile(path)) !== HASH) {
          throw new RangeError("a page of excuses");
        }
      };
      await assert.rejects(fetchFile({ url }, { cacheRoot, accept }), {
        message: "a page of excuses",
      });
      const came = await fetchFile({ url }, { cacheRoot, accept });
      assert.equal(came.sha256, HASH);
    },
  ));

Deno.test("fetchFile() goes on where it broke off, in a later run", () =>
  withBoth(
    brokenOnce({ body: FIRST, etag: '"1"' }, 4),
    async ({ url, asked }, cacheRoot) => {
      await assert.rejects(fetchFile({ url }, { cacheRoot, delays: [] }), {
        message: /attempt 1 broke off with 4 bytes here/,
      });
      assert.equal((await fetchFile({ url }, { cacheRoot })).sha256, HASH);
      assert.deepEqual(asked, ["whole", "bytes=4-"]);
    },
  ));

Deno.test("fetchFile() reads pins or nothing", () =>
  withBoth(() => ({ body: FIRST }), async ({ url }, cacheRoot) => {
    await Deno.mkdir(`${cacheRoot}/files`);
    await Deno.writeTextFile(`${cacheRoot}/files/pins.json`, "[]");
    await assert.rejects(fetchFile({ url }, { cacheRoot }), {
      message: /^Cannot read pins ".*files\/pins\.json"/,
    });
  }));
