import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { packTar } from "modern-tar";
import { Desk, eventsOf, told, watched } from "../_cli.ts";
import { drawn } from "../_images.ts";
import { pictures } from "../_pipelines.ts";
import { serve, type Server } from "../_server.ts";

type Entry = Parameters<typeof packTar>[0][number];

function entry(name: string, body: Uint8Array): Entry {
  return { header: { name, size: body.length, type: "file" }, body };
}

/** An archive laid out like Oxford's: images in a folder inside. */
async function archive(
  shade = 0,
  more: readonly Entry[] = [],
): Promise<Uint8Array> {
  const entries = [...more];
  for (let at = 0; at < 20; at++) {
    const colour = at % 2 === 0 ? "red" : "blue";
    const name = `pets/images/${colour === "red" ? "Red" : "blue"}_${at}.jpg`;
    entries.push(entry(name, await drawn(colour, at + shade)));
  }
  // What does not shrink when it is packed: there is something to break off.
  const noise = Array.from({ length: 300 }, (_, at) => sha256(`${at}`)).join(
    "",
  );
  entries.push(entry("pets/README", new TextEncoder().encode(noise)));
  return new Uint8Array(gzipSync(await packTar(entries)));
}

function sha256(bytes: Uint8Array | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** A pipeline over an archive of a server. */
async function writePipeline(
  desk: Desk,
  { url }: Server,
  more: { readonly size?: number; readonly sha256?: string } = {},
): Promise<void> {
  const declaration = {
    kind: "archive",
    name: "small-pets",
    licence: "CC0-1.0",
    notice: "These are not pets",
    url: `${url}/pets.tgz`,
    root: "pets/images",
    ...more,
  };
  await desk.write(
    "p.ts",
    pictures({
      source: `leat.images(leat.dataset(${JSON.stringify(declaration)}))`,
      label: '(file) => /^[A-Z]/.test(file.name) ? "cat" : "dog"',
    }),
  );
}

/** Every file of the cache that has to do with data. */
async function dataFiles(desk: Desk): Promise<readonly string[]> {
  const found: string[] = [];
  const walk = async (folder: string) => {
    for await (const { name, isDirectory } of Deno.readDir(folder)) {
      const path = join(folder, name);
      if (isDirectory) await walk(path);
      else if (!name.endsWith(".lock")) found.push(path);
    }
  };
  for (const name of ["datasets", "tmp"]) {
    await walk(join(desk.cache, name)).catch((error) => {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    });
  }
  return found;
}

Deno.test("a dataset goes on after a break, shows progress and is pinned", async () => {
  await using desk = await Desk.open();
  const bytes = await archive();
  await using server = serve([["/pets.tgz", bytes]]);
  await writePipeline(desk, server);

  server.holdAfter = 2000;
  const broken = desk.start(["train", "./p.ts", "--json"]);
  let came = 0;
  const stopped = told(
    await watched(broken, (event) => {
      if (event.type !== "download" || came > 0) return;
      came = event.done;
      if (came > 0) broken.kill("SIGINT");
    }),
  );
  assert.equal(stopped.code, 130);
  assert.equal(stopped.end.status, "cancelled");

  delete server.holdAfter;
  const before = server.asked.length;
  const first = await desk.train("./p.ts");
  assert.equal(first.code, 0, first.error.message);
  const [, from] = server.asked[before] ?? ["", 0];
  assert.ok(came > 0 && from >= came, `it begins at ${from}`);
  const last = eventsOf(first.events, "download").at(-1);
  assert.equal(last?.done, bytes.length);
  assert.equal(last?.total, bytes.length);
  assert.deepEqual(
    eventsOf(first.events, "notice")[0]?.text,
    "These are not pets",
  );
  assert.equal(eventsOf(first.events, "unreadable").length, 0);

  const asked = server.asked.length;
  const second = await desk.train("./p.ts");
  assert.deepEqual(second.end.executed, []);
  assert.equal(server.asked.length, asked, "it is here");

  // Removed and fetched again, it must be what it was.
  const other = await archive(1);
  server.files.set("/pets.tgz", other);
  for await (
    const { name, isDirectory } of Deno.readDir(join(desk.cache, "datasets"))
  ) {
    if (isDirectory) {
      await Deno.remove(join(desk.cache, "datasets", name), {
        recursive: true,
      });
    }
  }
  for (
    const [options, place] of [
      [[], /leat\.lock/],
      [["--no-lock"], /pins\.json/],
    ] as const
  ) {
    const changed = await desk.train("./p.ts", options);
    assert.equal(changed.code, 1);
    assert.match(
      changed.error.message ?? "",
      /it has changed since it was first /,
    );
    assert.match(changed.error.message ?? "", new RegExp(sha256(bytes)));
    assert.match(changed.error.message ?? "", new RegExp(sha256(other)));
    assert.match(changed.error.remedy ?? "", place);
  }
});

Deno.test("an archive that is not what it should be leaves nothing", async () => {
  const good = await archive();
  const escaping = await archive(0, [
    entry("../outside.jpg", new Uint8Array([1])),
  ]);
  const cases = [
    [good, { size: good.length + 1 }, /its size should be \d+ and is \d+/],
    [good, { sha256: "0".repeat(64) }, /its SHA-256 should be 0+ and is /],
    [good.slice(0, 3000), {}, /^Cannot unpack "pets\.tgz": it is damaged /],
    [escaping, {}, /^Cannot unpack "pets\.tgz": its "\.\.\/outside\.jpg" /],
    [new TextEncoder().encode("no"), {}, /it is not a tar or tar\.gz archive/],
  ] as const;
  for (const [bytes, more, message] of cases) {
    await using desk = await Desk.open();
    await using server = serve([["/pets.tgz", bytes]]);
    await writePipeline(desk, server, more);
    const { code, error, end } = await desk.train("./p.ts");
    assert.equal(code, 1);
    assert.equal(end.status, "failed");
    assert.match(error.message ?? "", message);
    assert.equal(error.stage, "source");
    assert.notEqual(error.remedy, undefined);
    assert.deepEqual(await dataFiles(desk), []);
  }
});
