import assert from "node:assert/strict";
import { packTar } from "modern-tar";
import { gzipSync } from "node:zlib";
import { unpack } from "../../../src/base/store/unpack.ts";
import { listFiles } from "../../../src/base/store/files.ts";
import { type Entries, file, tgz } from "./_archives.ts";
import { withFolder } from "../../_folder.ts";
import { mayMount, mount, namesIn, unmount } from "./_helpers.ts";

const PETS = [
  { header: { name: "pets/", size: 0, type: "directory" } },
  file("pets/cat.txt", "meow"),
  file("./pets/deep/er/dog.txt", "woof"),
  file("pets/2019:01 ü.txt", ""),
] satisfies Entries;

/** Writes an archive into a new folder, and runs with its path. */
function withArchive(
  bytes: Uint8Array,
  run: (archive: string, folder: string) => Promise<void>,
): Promise<void> {
  return withFolder(async (folder) => {
    await Deno.writeFile(`${folder}/pets.tgz`, bytes);
    await run(`${folder}/pets.tgz`, `${folder}/out`);
    assert.deepEqual(
      namesIn(folder).filter((name) => name !== "out"),
      ["pets.tgz"],
    );
  });
}

Deno.test("unpack() unpacks tar and tar.gz, by what they hold", async () => {
  const tar = await packTar(PETS);
  for (const bytes of [tar, new Uint8Array(gzipSync(tar))]) {
    await withArchive(bytes, async (archive, out) => {
      await unpack(archive, out);
      assert.deepEqual(await listFiles(out), [
        "pets/2019:01 ü.txt",
        "pets/cat.txt",
        "pets/deep/er/dog.txt",
      ]);
      assert.equal(await Deno.readTextFile(`${out}/pets/cat.txt`), "meow");
      assert.equal(
        await Deno.readTextFile(`${out}/pets/deep/er/dog.txt`),
        "woof",
      );
    });
  }
});

Deno.test("unpack() unpacks what tar of the system packs, with long names", () =>
  withFolder(async (folder) => {
    const long = "n".repeat(120);
    await Deno.mkdir(`${folder}/in/${long}`, { recursive: true });
    await Deno.writeTextFile(`${folder}/in/${long}/${long}`, "x");
    const args = ["-czf", `${folder}/a.tgz`, "-C", folder, "in"];
    const { success } = await new Deno.Command("tar", { args }).output();
    assert.ok(success);
    await unpack(`${folder}/a.tgz`, `${folder}/out`);
    assert.deepEqual(await listFiles(`${folder}/out`), [`in/${long}/${long}`]);
  }));

Deno.test("unpack() refuses what would not stay in its folder, and leaves nothing", async () => {
  const link = (type: "link" | "symlink", linkname: string) => ({
    header: { name: "link", size: 0, type, linkname },
  } as const);
  const device = {
    header: { name: "disk", size: 0, type: "block-device" },
  } as const;
  const cases: [Entries[number], string][] = [
    [file("../evil.txt", "x"), '"../evil.txt" leads out of its folder'],
    [
      file("pets/../../evil.txt", "x"),
      '"pets/../../evil.txt" leads out of its folder',
    ],
    [
      file("/tmp/leat-evil.txt", "x"),
      '"/tmp/leat-evil.txt" leads out of its folder',
    ],
    [file("C:/evil.txt", "x"), '"C:/evil.txt" leads out of its folder'],
    [
      file("a\\..\\evil.txt", "x"),
      '"a\\..\\evil.txt" has a name that not every system takes',
    ],
    [link("symlink", "/etc"), '"link" is a symlink'],
    [link("symlink", "pets"), '"link" is a symlink'],
    [link("link", "/etc/passwd"), '"link" is a link'],
    [device, '"disk" is a block-device'],
  ];
  for (const [entry, fact] of cases) {
    await withArchive(
      await tgz(...PETS, entry, file("link/a", "x")),
      async (archive, out) => {
        await assert.rejects(unpack(archive, out), {
          name: "PipelineError",
          message: `Cannot unpack "pets.tgz": its ${fact}`,
        });
        await assert.rejects(Deno.stat(out), Deno.errors.NotFound);
      },
    );
  }
});

Deno.test("unpack() refuses what is cut short or damaged", async () => {
  const noise = Array.from({ length: 20_000 }, (_, at) => at * at % 1009)
    .join();
  const tar = await packTar([...PETS, file("noise.txt", noise)]);
  const whole = new Uint8Array(gzipSync(tar));
  const flipped = whole.slice();
  flipped[whole.length - 6]! ^= 1;
  const header = tar.slice();
  header[600]! ^= 1;
  for (
    const bytes of [
      whole.subarray(0, whole.length / 2),
      whole.subarray(0, -1),
      flipped,
      tar.subarray(0, tar.length / 2),
      header,
      new Uint8Array(gzipSync("species,mass\ncat,4\n".repeat(60))),
    ]
  ) {
    await withArchive(bytes, async (archive, out) => {
      await assert.rejects(unpack(archive, out), {
        name: "PipelineError",
        message:
          /^Cannot unpack "pets.tgz": it is damaged or cut short \(.+\)$/,
      });
      await assert.rejects(Deno.stat(out), Deno.errors.NotFound);
    });
  }
});

Deno.test("unpack() says so when it is given something else", async () => {
  const zip = new TextEncoder().encode("PK\x03\x04".padEnd(600, "x"));
  for (
    const bytes of [new Uint8Array(), zip, new TextEncoder().encode("<html>")]
  ) {
    await withArchive(bytes, async (archive, out) => {
      await assert.rejects(unpack(archive, out), {
        name: "PipelineError",
        message: 'Cannot unpack "pets.tgz": it is not a tar or tar.gz archive',
      });
    });
  }
});

Deno.test("unpack() stops at too many files and too many bytes", async () => {
  const bomb = await tgz(file("zeros", "0".repeat(5_000_000)));
  await withArchive(bomb, async (archive, out) => {
    await assert.rejects(unpack(archive, out, { maximumBytes: 1_000_000 }), {
      name: "PipelineError",
      message: 'Cannot unpack "pets.tgz": it holds more than 1000000 bytes',
    });
  });
  await withArchive(await tgz(...PETS), async (archive, out) => {
    await assert.rejects(unpack(archive, out, { maximumFiles: 3 }), {
      name: "PipelineError",
      message: 'Cannot unpack "pets.tgz": it holds more than 3 files',
    });
    await unpack(archive, out, { maximumFiles: 4 });
  });
});

Deno.test({
  name: "unpack() names a full disk (mounts)",
  ignore: !mayMount(),
  fn: async () => {
    await withArchive(
      await tgz(file("a", "0".repeat(2_000_000))),
      (archive) =>
        withFolder(async (disk) => {
          assert.ok(mount(disk, "-t", "tmpfs", "-o", "size=256k", "tmpfs"));
          try {
            await assert.rejects(unpack(archive, `${disk}/out`), {
              name: "PipelineError",
              message: `Cannot write to cache "${disk}/out": the disk is full`,
            });
            assert.deepEqual(namesIn(disk), []);
          } finally {
            unmount(disk);
          }
        }),
    );
  },
});
