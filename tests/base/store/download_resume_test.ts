import assert from "node:assert/strict";
import { download } from "../../../src/base/store/download.ts";
import { BODY, delays, OTHER, WHOLE } from "./_download.ts";
import { brokenOnce, withBoth } from "./_server.ts";

for (
  const mark of [{ etag: '"v1"' }, {
    lastModified: "Wed, 21 Oct 2015 07:28:00 GMT",
  }]
) {
  Deno.test(`download() goes on where it broke off, by ${Object.keys(mark)}`, () => {
    const behave = (request: number) => ({
      body: BODY,
      ...mark,
      ...(request < 2 ? { breakAfter: 100_000, onceRead: true } : {}),
    });
    return withBoth(behave, async ({ url, asked, came }, folder) => {
      const wanted = { url, folder, ...WHOLE, delays, onProgress: came };
      const { path } = await download(wanted);
      assert.deepEqual(await Deno.readFile(path), BODY);
      const [first, second, third] = asked.map((range) =>
        parseInt(range.slice(6))
      );
      assert.deepEqual([asked.length, asked[0], first], [3, "whole", NaN]);
      // The client may not have read all that was sent before the cut.
      assert.ok(second! > 0 && second! <= 100_000);
      assert.ok(third! > second! && third! <= second! + 100_000);
    });
  });
}

Deno.test("download() goes on in a later run", () =>
  withBoth(
    brokenOnce({ body: BODY, etag: '"v1"' }, 99_000, true),
    async ({ url, asked, came }, folder) => {
      const first = download({ url, folder, delays: [], onProgress: came });
      await assert.rejects(first, {
        name: "PipelineError",
        message:
          /^Cannot download "http.*pets.bin": attempt 1 broke off with \d+ bytes here \(.*\)$/,
        remedy: "Check the network and run again: it goes on where it stopped",
      });
      const { size } = await Deno.stat(`${folder}/pets.bin.part`);
      const { sha256 } = await download({ url, folder, delays: [] });
      assert.equal(sha256, WHOLE.sha256);
      assert.deepEqual(asked, ["whole", `bytes=${size}-`]);
    },
  ));

Deno.test("download() starts over when the file has changed meanwhile", () =>
  withBoth(
    (request) =>
      request === 0
        ? { body: OTHER, etag: '"v1"', breakAfter: 99_000, onceRead: true }
        : { body: BODY, etag: '"v2"' },
    async ({ url, asked, came }, folder) => {
      const wanted = { url, folder, ...WHOLE, delays, onProgress: came };
      const { path } = await download(wanted);
      assert.deepEqual(await Deno.readFile(path), BODY);
      assert.match(asked[1] ?? "", /^bytes=\d+-$/);
    },
  ));

Deno.test("download() starts over when the server cannot resume, or marks nothing", async () => {
  for (
    const kind of [{ ranges: false, etag: '"v1"' }, {}, { etag: 'W/"v1"' }]
  ) {
    await withBoth(
      brokenOnce({ body: BODY, ...kind }, 99_000),
      async ({ url }, folder) => {
        const { path } = await download({ url, folder, ...WHOLE, delays });
        assert.deepEqual(await Deno.readFile(path), BODY);
      },
    );
  }
});

Deno.test("download() does not resume what came from another address", () =>
  withBoth(
    brokenOnce({ body: BODY, etag: '"v1"' }, 99_000),
    async ({ url, asked }, folder) => {
      await assert.rejects(
        download({ url: `${url}?a`, folder, name: "a", delays: [] }),
      );
      await download({ url: `${url}?b`, folder, name: "a", ...WHOLE });
      assert.deepEqual(asked, ["whole", "whole"]);
    },
  ));
