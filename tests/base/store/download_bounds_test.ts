import assert from "node:assert/strict";
import { refusedUrl } from "../../../src/base/errors/download.ts";
import { download } from "../../../src/base/store/download.ts";
import { withFolder } from "../../_folder.ts";

/** Answers by path: `/a` leads to `/b`, `/round` to itself; others are bytes. */
async function withPlaces(
  run: (place: {
    readonly url: string;
    readonly folder: string;
    readonly asked: string[];
  }) => Promise<void>,
): Promise<void> {
  const asked: string[] = [];
  const quiet = { port: 0, hostname: "127.0.0.1", onListen() {} };
  const server = Deno.serve(quiet, (request) => {
    const { pathname } = new URL(request.url);
    asked.push(pathname);
    const to = { "/a": "/b", "/round": "/round" }[pathname];
    if (to) {
      return new Response(null, { status: 302, headers: { location: to } });
    }
    if (pathname !== "/endless") return new Response(new Uint8Array(1000));
    // Without a length: it could go on for ever.
    return new Response(
      new ReadableStream({
        pull: (controller) => controller.enqueue(new Uint8Array(600)),
      }),
    );
  });
  try {
    const url = `http://127.0.0.1:${server.addr.port}`;
    await withFolder((folder) => run({ url, folder, asked }));
  } finally {
    await server.shutdown();
  }
}

Deno.test("download() asks about each address that it is led to, before it asks there", () =>
  withPlaces(async ({ url, folder, asked }) => {
    const admitted: string[] = [];
    const admits = (place: URL) => {
      admitted.push(place.pathname);
      return Promise.resolve();
    };
    const { size } = await download({ url: `${url}/a`, folder, admits });
    assert.equal(size, 1000);
    assert.deepEqual(admitted, ["/a", "/b"]);
    const refusing = ({ pathname, href }: URL) =>
      pathname === "/b"
        ? Promise.reject(refusedUrl(href, "it may not"))
        : Promise.resolve();
    asked.length = 0;
    await assert.rejects(
      download({ url: `${url}/a`, folder, name: "again", admits: refusing }),
      { message: `Cannot download "${url}/b": it may not` },
    );
    assert.deepEqual(asked, ["/a"]);
  }));

Deno.test("download() follows no chain of addresses without an end", () =>
  withPlaces(async ({ url, folder, asked }) => {
    const admits = () => Promise.resolve();
    await assert.rejects(
      download({ url: `${url}/round`, folder, admits }),
      /more than 20 times/,
    );
    assert.equal(asked.length, 21);
  }));

Deno.test("download() ends where more comes than may, and keeps nothing of it", () =>
  withPlaces(async ({ url, folder }) => {
    for (const path of ["/bytes", "/endless"]) {
      await assert.rejects(
        download({ url: `${url}${path}`, folder, maximum: 999 }),
        {
          message:
            `Cannot download "${url}${path}": it has more than 999 bytes`,
        },
      );
    }
    const left = Array.from(Deno.readDirSync(folder), ({ name }) => name);
    assert.ok(left.every((name) => name.endsWith(".lock")), left.join());
    const { size } = await download({
      url: `${url}/bytes`,
      folder,
      maximum: 1000,
    });
    assert.equal(size, 1000);
  }));
