import assert from "node:assert/strict";
import { sha256 } from "../../../src/base/codec/sha256.ts";
import {
  type DatasetSource,
  fetchDataset,
} from "../../../src/base/store/dataset.ts";
import { file, tgz } from "./_archives.ts";
import { withFolder } from "../../_folder.ts";
import { mayMount, mount, namesIn, unmount } from "./_helpers.ts";
import { type Behaviour, withServer } from "./_server.ts";

const ARCHIVE = await tgz(
  file("pets/images/cat.txt", "meow"),
  file("pets/README", "x"),
);
const CHANGED = await tgz(file("pets/images/cat.txt", "hiss"));
const HASH = sha256(ARCHIVE);
const CAT = { path: "pets/images/cat.txt", size: 4, sha256: sha256("meow") };
const README = { path: "pets/README", size: 1, sha256: sha256("x") };

interface Place {
  readonly source: DatasetSource;
  readonly cacheRoot: string;
  readonly asked: string[];
}

/** Runs with a server of `pets.tgz` and a new cache. */
function withPets(
  behave: (request: number) => Behaviour,
  run: (place: Place) => Promise<void>,
): Promise<void> {
  return withFolder((cacheRoot) =>
    withServer(behave, ({ url, asked }) => {
      const source = { name: "pets", url: url.replace("pets.bin", "pets.tgz") };
      return run({ source, cacheRoot, asked });
    })
  );
}

Deno.test("fetchDataset() fetches once, checks, unpacks and lists the files", () =>
  withPets(() => ({ body: ARCHIVE }), async ({ source, cacheRoot, asked }) => {
    const known = { ...source, sha256: HASH, size: ARCHIVE.length };
    const fetched = await fetchDataset(known, { cacheRoot });
    const folder = `${cacheRoot}/datasets/pets-${HASH.slice(0, 10)}/files`;
    assert.deepEqual(fetched, {
      folder,
      sha256: HASH,
      size: ARCHIVE.length,
      files: [README, CAT],
    });
    assert.equal(await Deno.readTextFile(`${folder}/${CAT.path}`), "meow");
    assert.deepEqual(await fetchDataset(known, { cacheRoot }), fetched);
    assert.equal(asked.length, 1);
    assert.deepEqual(namesIn(`${cacheRoot}/tmp`), []);
    const [downloads = ""] = namesIn(`${cacheRoot}/downloads`);
    assert.deepEqual(namesIn(`${cacheRoot}/downloads/${downloads}`), [
      "pets.tgz.lock",
    ]);
  }));

Deno.test("fetchDataset() takes a folder of the archive", () =>
  withPets(() => ({ body: ARCHIVE }), async ({ source, cacheRoot, asked }) => {
    const { folder, files } = await fetchDataset(
      { ...source, root: "pets/images" },
      { cacheRoot },
    );
    assert.deepEqual(files, [{ ...CAT, path: "cat.txt" }]);
    assert.equal(await Deno.readTextFile(`${folder}/cat.txt`), "meow");
    assert.deepEqual((await fetchDataset(source, { cacheRoot })).files, [
      README,
      CAT,
    ]);
    await assert.rejects(
      fetchDataset({ ...source, root: "images" }, { cacheRoot }),
      {
        name: "PipelineError",
        message: 'Cannot unpack "pets": it has no folder "images", only "pets"',
      },
    );
    assert.equal(asked.length, 1);
  }));

Deno.test("fetchDataset() keeps a single file as it is", () =>
  withFolder((cacheRoot) =>
    withServer(() => ({ body: ARCHIVE }), async ({ url }) => {
      const { folder, files } = await fetchDataset({ name: "one", url }, {
        cacheRoot,
      });
      assert.deepEqual(files.map(({ path }) => path), ["pets.bin"]);
      assert.deepEqual(await Deno.readFile(`${folder}/pets.bin`), ARCHIVE);
    })
  ));

Deno.test("fetchDataset() refuses what has another checksum than declared", () =>
  withPets(() => ({ body: CHANGED }), async ({ source, cacheRoot }) => {
    await assert.rejects(
      fetchDataset({ ...source, sha256: HASH }, { cacheRoot }),
      {
        name: "PipelineError",
        message:
          `Cannot download "${source.url}": its SHA-256 should be ${HASH} and is ${
            sha256(CHANGED)
          }`,
      },
    );
  }));

Deno.test("fetchDataset() pins what comes first, and refuses another later", () =>
  withPets(
    (request) => ({ body: request === 0 ? ARCHIVE : CHANGED }),
    async ({ source, cacheRoot }) => {
      const { folder } = await fetchDataset(source, { cacheRoot });
      const pins = `${cacheRoot}/datasets/pins.json`;
      assert.deepEqual(JSON.parse(await Deno.readTextFile(pins)), {
        [source.url]: HASH,
      });
      await Deno.remove(`${folder}/${CAT.path}`);
      for (let time = 0; time < 2; time++) {
        await assert.rejects(fetchDataset(source, { cacheRoot }), {
          name: "PipelineError",
          message:
            `Cannot download "${source.url}": it has changed since it was first fetched: its SHA-256 was ${HASH} and is ${
              sha256(CHANGED)
            }`,
          remedy: `If the change is wanted, remove its line from "${pins}"`,
        });
      }
      await Deno.writeTextFile(pins, "{}");
      assert.equal(
        (await fetchDataset(source, { cacheRoot })).sha256,
        sha256(CHANGED),
      );
    },
  ));

Deno.test("fetchDataset() fetches again what was damaged", () =>
  withPets(() => ({ body: ARCHIVE }), async ({ source, cacheRoot, asked }) => {
    const { folder, files } = await fetchDataset(source, { cacheRoot });
    const damages = [
      () => Deno.remove(`${folder}/${CAT.path}`),
      () => Deno.truncate(`${folder}/${CAT.path}`, 1),
      () => Deno.truncate(`${folder}/../manifest.json`, 9),
      () => Deno.remove(`${folder}/..`, { recursive: true }),
    ];
    for (const damage of damages) {
      await damage();
      assert.deepEqual(
        (await fetchDataset(source, { cacheRoot })).files,
        files,
      );
    }
    assert.equal(asked.length, 5);
  }));

Deno.test("fetchDataset() does not pin what cannot be unpacked, and tries anew", () =>
  withPets(
    (request) => ({
      body: request === 0 ? new TextEncoder().encode("<html>sorry") : ARCHIVE,
    }),
    async ({ source, cacheRoot }) => {
      await assert.rejects(fetchDataset(source, { cacheRoot }), {
        name: "PipelineError",
        message: 'Cannot unpack "pets.tgz": it is not a tar or tar.gz archive',
      });
      assert.equal((await fetchDataset(source, { cacheRoot })).sha256, HASH);
    },
  ));

Deno.test("fetchDataset() uses the pins that it is given", () =>
  withPets(() => ({ body: ARCHIVE }), async ({ source, cacheRoot }) => {
    const written: string[] = [];
    const pins = {
      place: "leat.lock",
      read: () => Promise.resolve(sha256("other")),
      write: (url: string, hash: string) =>
        Promise.resolve(void written.push(url, hash)),
    };
    await assert.rejects(
      fetchDataset(source, { cacheRoot, pins }),
      /has changed since/,
    );
    const fresh = { ...pins, read: () => Promise.resolve(undefined) };
    await fetchDataset(source, { cacheRoot, pins: fresh });
    assert.deepEqual(written, [source.url, HASH]);
  }));

Deno.test("fetchDataset() does not overlook broken pins", () =>
  withPets(() => ({ body: ARCHIVE }), async ({ source, cacheRoot }) => {
    await fetchDataset(source, { cacheRoot });
    const pins = `${cacheRoot}/datasets/pins.json`;
    await Deno.truncate(pins, 5);
    await assert.rejects(fetchDataset(source, { cacheRoot }), {
      name: "PipelineError",
      message:
        `Cannot read pins "${pins}": it is not a JSON object of checksums`,
    });
  }));

Deno.test("fetchDataset() lets the second of two wait for the first", () =>
  withPets(() => ({ body: ARCHIVE }), async ({ source, cacheRoot, asked }) => {
    let waits = 0;
    const onWait = () => waits++;
    const [first, second] = await Promise.all([
      fetchDataset(source, { cacheRoot, onWait }),
      fetchDataset(source, { cacheRoot, onWait }),
    ]);
    assert.deepEqual(first, second);
    assert.equal(asked.length, 1);
    assert.equal(waits, 1);
  }));

Deno.test("fetchDataset() takes plain names alone", async () => {
  const source = { name: "../pets", url: "https://example.com/pets.tgz" };
  await assert.rejects(fetchDataset(source, { cacheRoot: "/nowhere" }), {
    name: "RangeError",
    message:
      'Cannot fetch dataset "../pets": a name is lower-case letters, digits and ".", "_", "-"',
  });
});

Deno.test({
  name: "fetchDataset() finds what is here on a read-only disk (mounts)",
  ignore: !mayMount(),
  fn: () =>
    withPets(() => ({ body: ARCHIVE }), async ({ source, cacheRoot }) => {
      assert.ok(mount(cacheRoot, "-t", "tmpfs", "tmpfs"));
      try {
        const fetched = await fetchDataset(source, { cacheRoot });
        assert.ok(mount(cacheRoot, "-o", "remount,ro"));
        assert.deepEqual(await fetchDataset(source, { cacheRoot }), fetched);
        const other = { ...source, name: "other", sha256: sha256("other") };
        await assert.rejects(fetchDataset(other, { cacheRoot }), {
          name: "PipelineError",
          message:
            `Cannot write to cache "${cacheRoot}": the disk is read-only`,
        });
      } finally {
        unmount(cacheRoot);
      }
    }),
});
