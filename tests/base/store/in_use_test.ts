import assert from "node:assert/strict";
import { unlessUsed, whileUsed } from "../../../src/base/store/in_use.ts";
import { touch } from "../../../src/base/store/touch.ts";
import { withFolder } from "../../_folder.ts";
import { ABOUT, keyOf, namesIn, text, withStore } from "./_helpers.ts";

const one = () => Promise.resolve(1);

Deno.test("unlessUsed() runs alone, and not where whileUsed() runs", () =>
  withFolder(async (root) => {
    assert.equal(await unlessUsed(root, one), 1);
    await whileUsed([root], undefined, async () => {
      assert.equal(await unlessUsed(root, one), undefined);
      // Any number may use it at a time, in this process too.
      assert.equal(await whileUsed([root, root], undefined, one), 1);
    });
    await assert.rejects(
      whileUsed([root], undefined, () => Promise.reject(new Error("failed"))),
      /failed/,
    );
    assert.equal(await unlessUsed(root, one), 1);
  }));

Deno.test("whileUsed() waits for a sweep, and says so", () =>
  withFolder(async (root) => {
    const order: string[] = [];
    const waits = Promise.withResolvers<void>();
    let use: Promise<void> | undefined;
    await unlessUsed(root, async () => {
      order.push("sweep begins");
      use = whileUsed([root], () => {
        order.push("waits");
        waits.resolve();
      }, () => {
        order.push("is used");
        return Promise.resolve();
      });
      await waits.promise;
      // A second sweep does not wait.
      assert.equal(await unlessUsed(root, one), undefined);
      order.push("sweep ends");
    });
    await use;
    assert.deepEqual(order, ["sweep begins", "waits", "sweep ends", "is used"]);
  }));

Deno.test("whileUsed() runs where no lock can be made, and unlessUsed() says why not", async () => {
  assert.equal(await whileUsed(["/proc/leat"], undefined, one), 1);
  await assert.rejects(unlessUsed("/proc/leat", one), {
    name: "PipelineError",
    message: /^Cannot write to cache "\/proc\/leat": /,
  });
});

Deno.test("find() writes down that an entry is used, at most each half hour", () =>
  withStore(async (store) => {
    const { folder } = await store.publish(keyOf("a"), ABOUT, text("a"));
    const used = async () => (await Deno.stat(folder)).mtime?.getTime() ?? 0;
    const now = Date.now();
    const minutesAgo = (minutes: number) => new Date(now - minutes * 60_000);
    for (
      const [minutes, touched] of [[5, false], [40, true], [
        -100,
        true,
      ]] as const
    ) {
      const before = minutesAgo(minutes);
      await Deno.utime(folder, before, before);
      await store.find(keyOf("a"));
      const after = await used();
      if (touched) assert.ok(Math.abs(after - now) < 20 * 60_000);
      else assert.equal(after, before.getTime());
    }
    // What is broken was not used.
    await Deno.remove(`${folder}/text`);
    await store.find(keyOf("a"));
    assert.deepEqual(namesIn(`${store.root}/n/${keyOf("a").slice(0, 2)}`), []);
  }));

Deno.test("touch() passes over what is not there", async () => {
  await touch("/nowhere");
});
