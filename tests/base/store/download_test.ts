import assert from "node:assert/strict";
import { sha256 } from "../../../src/base/codec/sha256.ts";
import { download, type Progress } from "../../../src/base/store/download.ts";
import { BODY, delays, OTHER, WHOLE } from "./_download.ts";
import { namesIn } from "./_helpers.ts";
import { type Behaviour, withBoth } from "./_server.ts";

Deno.test("download() fetches a file, and not again when it is there", () =>
  withBoth(() => ({ body: BODY }), async ({ url, asked }, folder) => {
    const seen: Progress[] = [];
    const onProgress = (progress: Progress) => seen.push(progress);
    const path = `${folder}/pets.bin`;
    for (let time = 0; time < 2; time++) {
      assert.deepEqual(await download({ url, folder, onProgress }), {
        path,
        ...WHOLE,
      });
    }
    assert.deepEqual(await Deno.readFile(path), BODY);
    assert.deepEqual(asked, ["whole"]);
    assert.deepEqual(seen.at(-1), { bytes: BODY.length, total: BODY.length });
    assert.ok(
      seen.every(({ bytes }, at) => bytes > (seen[at - 1]?.bytes ?? 0)),
    );
    assert.deepEqual(namesIn(folder), ["pets.bin", "pets.bin.lock"]);
  }));

Deno.test("download() replaces a file that is not what is wanted", () =>
  withBoth(() => ({ body: BODY }), async ({ url, asked }, folder) => {
    await Deno.writeFile(`${folder}/a.bin`, OTHER);
    await download({ url, folder, name: "a.bin", ...WHOLE });
    assert.deepEqual(await Deno.readFile(`${folder}/a.bin`), BODY);
    assert.equal(asked.length, 1);
  }));

Deno.test("download() says which size or hash it wanted, and keeps nothing", async () => {
  const cases: [Behaviour, Partial<typeof WHOLE>, string][] = [
    [{ body: BODY }, { size: 5 }, "its size should be 5 and is 300000"],
    [
      { body: BODY, noLength: true },
      { size: 5 },
      "its size should be 5 and is larger",
    ],
    [
      { body: BODY, noLength: true },
      { size: 400_000 },
      "its size should be 400000 and is 300000",
    ],
    [
      { body: OTHER },
      { sha256: WHOLE.sha256 },
      `its SHA-256 should be ${WHOLE.sha256} and is ${sha256(OTHER)}`,
    ],
  ];
  for (const [behaviour, wanted, fact] of cases) {
    await withBoth(() => behaviour, async ({ url, asked }, folder) => {
      await assert.rejects(download({ url, folder, delays, ...wanted }), {
        name: "PipelineError",
        message: `Cannot download "${url}": ${fact}`,
      });
      assert.deepEqual(namesIn(folder), ["pets.bin.lock"]);
      assert.equal(asked.length, 1);
    });
  }
});

Deno.test("download() tries again when the server is busy, and not when it refuses", async () => {
  for (
    const [status, requests] of [[503, 3], [429, 3], [404, 1], [
      403,
      1,
    ]] as const
  ) {
    await withBoth(
      () => ({ body: BODY, status }),
      async ({ url, asked }, folder) => {
        await assert.rejects(download({ url, folder, delays }), {
          name: "PipelineError",
          message: new RegExp(`the server answers ${status}`),
        });
        assert.equal(asked.length, requests);
      },
    );
  }
});

Deno.test("download() gives up a server that falls silent", () =>
  withBoth(
    (request) => ({
      body: BODY,
      etag: '"v1"',
      ...(request === 0 ? { stallAfter: 1_000 } : {}),
    }),
    async ({ url, asked }, folder) => {
      const { path } = await download({ url, folder, delays, patience: 200 });
      assert.deepEqual(await Deno.readFile(path), BODY);
      // Oftener where this very process is silent for so long.
      assert.ok(asked.length >= 2);
    },
  ));

Deno.test("download() stops when it is told to, and keeps what it has", () =>
  withBoth(
    () => ({ body: BODY, etag: '"v1"', stallAfter: 1_000 }),
    async ({ url }, folder) => {
      const controller = new AbortController();
      const reason = new Error("enough");
      const onProgress = () => controller.abort(reason);
      const { signal } = controller;
      await assert.rejects(
        download({ url, folder, signal, onProgress }),
        reason,
      );
      assert.equal((await Deno.stat(`${folder}/pets.bin.part`)).size, 1_000);
    },
  ));

Deno.test("download() lets the second of two wait for the first", () =>
  withBoth(() => ({ body: BODY }), async ({ url, asked }, folder) => {
    const both = [download({ url, folder }), download({ url, folder })];
    const [first, second] = await Promise.all(both);
    assert.deepEqual(first, second);
    assert.equal(asked.length, 1);
  }));

Deno.test("download() fetches an empty file", () =>
  withBoth(() => ({ body: new Uint8Array() }), async ({ url }, folder) => {
    assert.equal((await download({ url, folder, size: 0 })).size, 0);
  }));

Deno.test("download() takes https, or this machine, and no passwords", async () => {
  const cases: [string, RegExp][] = [
    [
      "http://example.com/a",
      /"http:\/\/example.com\/a": it is neither https nor on this machine$/,
    ],
    ["http://127.0.0.1.example.com/a", /neither https nor/],
    ["file:///etc/passwd", /neither https nor/],
    ["pets.tgz", /"pets.tgz": it is not an address$/],
    [
      "https://ada:secret@example.com/a",
      /"https:\/\/example.com\/a": it holds a name or a password$/,
    ],
  ];
  for (const [url, message] of cases) {
    await assert.rejects(download({ url, folder: "/nowhere" }), {
      name: "PipelineError",
      message,
    });
  }
});

Deno.test("download() refuses a name that leads elsewhere", async () => {
  const url = "https://example.com/a";
  for (const name of ["../a", "a/b", "", ".a"]) {
    await assert.rejects(download({ url, folder: "/nowhere", name }), {
      name: "RangeError",
      message: `Cannot call a download "${name}": it is no plain file name`,
    });
  }
});
