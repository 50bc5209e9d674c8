import assert from "node:assert/strict";
import { join } from "node:path";
import { Desk } from "../_cli.ts";
import { points } from "../_pipelines.ts";
import { supervised } from "../_supervised.ts";

Deno.test("a cache that cannot be written to is named with the remedy", async () => {
  await using desk = await Desk.open();
  await desk.write("p.ts", points());
  await desk.write("file", "");
  const { code, error } = await desk.train("./p.ts", [], {
    LEAT_CACHE: join(desk.folder, "file/cache"),
  });
  assert.equal(code, 1);
  assert.equal(
    error.message,
    `Cannot write to cache "${desk.folder}/file/cache": a file stands where a folder should be`,
  );
  assert.equal(error.remedy, "Set LEAT_CACHE to another folder");
});

/** A small disk of its own, where this process may mount one. */
function smallDisk(folder: string): boolean {
  if (Deno.build.os !== "linux") return false;
  try {
    return new Deno.Command("mount", {
      args: ["-t", "tmpfs", "-o", "size=64k", "tmpfs", folder],
      stderr: "null",
    }).outputSync().success;
  } catch {
    return false;
  }
}

Deno.test("a full or read-only disk is told, and leaves nothing half-made", async (t) => {
  await using desk = await Desk.open();
  await desk.write("p.ts", points());
  const disk = join(desk.folder, "disk");
  await Deno.mkdir(disk);
  const mounted = smallDisk(disk);
  try {
    await t.step({
      name: "where a disk may be mounted",
      ignore: !mounted,
      fn: async () => {
        const filler = new Uint8Array(40_000);
        await Deno.writeFile(join(disk, "filler"), filler);
        const full = await supervised(desk, "p.ts", { storeRoot: disk });
        assert.equal(full.end.status, "failed");
        assert.match(
          full.error.message ?? "",
          /^Cannot write to cache ".*": the disk is full$/,
        );
        assert.match(full.error.remedy ?? "", /Free some space/);
        new Deno.Command("mount", {
          args: ["-o", "remount,ro", disk],
        }).outputSync();
        const fixed = await supervised(desk, "p.ts", { storeRoot: disk });
        assert.match(
          fixed.error.message ?? "",
          /^Cannot write to cache ".*": the disk is read-only$/,
        );
      },
    });
  } finally {
    if (mounted) new Deno.Command("umount", { args: [disk] }).outputSync();
  }
});
