import assert from "node:assert/strict";
import { sha256 } from "../../../src/base/codec/sha256.ts";
import { download } from "../../../src/base/store/download.ts";
import { withFolder } from "./_helpers.ts";
import { type Behaviour, type Server, withServer } from "./_server.ts";

const BODY = Uint8Array.from({ length: 300_000 }, (_, at) => at * at % 251);
const OTHER = BODY.map((value) => value ^ 1);
const WHOLE = { size: BODY.length, sha256: sha256(BODY) };
const delays = [0, 0];

function withBoth(
  behave: (request: number) => Behaviour,
  run: (server: Server, folder: string) => Promise<void>,
): Promise<void> {
  return withFolder((folder) =>
    withServer(behave, (server) => run(server, folder))
  );
}

for (
  const mark of [{ etag: '"v1"' }, {
    lastModified: "Wed, 21 Oct 2015 07:28:00 GMT",
  }]
) {
  Deno.test(`download() goes on where it broke off, by ${Object.keys(mark)}`, () => {
    const behave = (request: number) => ({
      body: BODY,
      ...mark,
      ...(request < 2 ? { breakAfter: 100_000 } : {}),
    });
    return withBoth(behave, async ({ url, asked }, folder) => {
      const { path } = await download({ url, folder, ...WHOLE, delays });
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
    (request) => ({
      body: BODY,
      etag: '"v1"',
      ...(request === 0 ? { breakAfter: 99_000 } : {}),
    }),
    async ({ url, asked }, folder) => {
      await assert.rejects(download({ url, folder, delays: [] }), {
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
        ? { body: OTHER, etag: '"v1"', breakAfter: 99_000 }
        : { body: BODY, etag: '"v2"' },
    async ({ url, asked }, folder) => {
      const { path } = await download({ url, folder, ...WHOLE, delays });
      assert.deepEqual(await Deno.readFile(path), BODY);
      assert.match(asked[1] ?? "", /^bytes=\d+-$/);
    },
  ));

Deno.test("download() starts over when the server cannot resume, or marks nothing", async () => {
  for (
    const kind of [{ ranges: false, etag: '"v1"' }, {}, { etag: 'W/"v1"' }]
  ) {
    await withBoth(
      (request) => ({
        body: BODY,
        ...kind,
        ...(request === 0 ? { breakAfter: 99_000 } : {}),
      }),
      async ({ url }, folder) => {
        const { path } = await download({ url, folder, ...WHOLE, delays });
        assert.deepEqual(await Deno.readFile(path), BODY);
      },
    );
  }
});

Deno.test("download() does not resume what came from another address", () =>
  withBoth(
    (request) => ({
      body: BODY,
      etag: '"v1"',
      ...(request === 0 ? { breakAfter: 99_000 } : {}),
    }),
    async ({ url, asked }, folder) => {
      await assert.rejects(
        download({ url: `${url}?a`, folder, name: "a", delays: [] }),
      );
      await download({ url: `${url}?b`, folder, name: "a", ...WHOLE });
      assert.deepEqual(asked, ["whole", "whole"]);
    },
  ));
