import assert from "node:assert/strict";
import { join } from "node:path";
import { FileWatch } from "../../../src/app/watch/file_watch.ts";
import { Desk } from "../_cli.ts";

/** Changes as they are told, one after the other. */
class Changes implements Disposable {
  readonly watch: FileWatch;
  readonly #told: (readonly string[])[] = [];
  #heard = Promise.withResolvers<void>();

  constructor(stateOf?: (path: string) => Promise<string>) {
    this.watch = new FileWatch({
      ...stateOf ? { stateOf } : {},
      onChange: (files) => {
        this.#told.push(files);
        this.#heard.resolve();
      },
      onFault: (error) => this.#heard.reject(error),
    });
  }

  async next(): Promise<readonly string[]> {
    while (true) {
      const files = this.#told.shift();
      if (files) return files;
      const heard = this.#heard = Promise.withResolvers();
      const late = setTimeout(
        () => heard.reject(new Error("Nothing is told")),
        60_000,
      );
      await heard.promise.finally(() => clearTimeout(late));
    }
  }

  [Symbol.dispose](): void {
    this.watch[Symbol.dispose]();
  }
}

/** Writes over a file where it is; it is never seen empty. */
async function edit(path: string, content: string): Promise<void> {
  using file = await Deno.open(path, { write: true });
  await file.write(new TextEncoder().encode(content));
}

Deno.test("a file is told when its content changes, and not when it is touched", async () => {
  await using desk = await Desk.open();
  using changes = new Changes();
  const [a, b] = [await desk.write("a.ts", "1"), await desk.write("b.ts", "1")];
  await changes.watch.watch([a, b]);
  await edit(a, "1");
  await Deno.utime(a, 0, 0);
  await desk.write("c.ts", "beside them");
  await edit(b, "2");
  assert.deepEqual(await changes.next(), [b]);
  await edit(a, "2");
  assert.deepEqual(await changes.next(), [a]);
});

Deno.test("a file that is replaced, goes or comes is told", async () => {
  await using desk = await Desk.open();
  using changes = new Changes();
  const a = await desk.write("a.ts", "1");
  const absent = join(desk.folder, "parts/absent.ts");
  await changes.watch.watch([a, absent]);
  for (const content of ["2", "3"]) {
    await Deno.rename(await desk.write("a.ts.new", content), a);
    assert.deepEqual(await changes.next(), [a]);
  }
  await Deno.remove(a);
  assert.deepEqual(await changes.next(), [a]);
  await desk.save("a.ts", "3");
  assert.deepEqual(await changes.next(), [a]);
  await desk.save("parts/absent.ts", "1");
  assert.deepEqual(await changes.next(), [absent]);
  await edit(absent, "2");
  assert.deepEqual(await changes.next(), [absent]);
});

Deno.test("a folder that is replaced by others is listened to all the same", async () => {
  await using desk = await Desk.open();
  using changes = new Changes();
  const a = await desk.write("now/a.ts", "0");
  await changes.watch.watch([a]);
  const [now, other, old] = ["now", "other", "old"].map((name) =>
    join(desk.folder, name)
  ) as [string, string, string];
  for (const stays of [true, false]) {
    await desk.write("other/a.ts", `${stays}`);
    await Deno.rename(now, old);
    await Deno.rename(other, now);
    if (!stays) await Deno.remove(old, { recursive: true });
    assert.deepEqual(await changes.next(), [a]);
    // A first time it would be seen by who looks once more for other reasons.
    for (const content of ["1", "2", "3"]) {
      await desk.save("now/a.ts", `${stays}${content}`);
      assert.deepEqual(await changes.next(), [a]);
    }
    if (stays) await Deno.remove(old, { recursive: true });
  }
});

Deno.test("a change is told from what one likes to tell it from", async () => {
  await using desk = await Desk.open();
  using changes = new Changes(async (path) =>
    `${(await Deno.stat(path)).size}`
  );
  const a = await desk.write("a.ts", "12");
  const b = await desk.write("b.ts", "12");
  await changes.watch.watch([a, b]);
  for (const [path, content] of [[a, "34"], [b, "345"]] as const) {
    await Deno.rename(await desk.write("new.ts", content), path);
  }
  assert.deepEqual(await changes.next(), [b]);
});

Deno.test("what a link leads to counts, files that are no longer meant do not", async () => {
  await using desk = await Desk.open();
  using changes = new Changes();
  const real = await desk.write("far/real.ts", "1");
  await desk.write("near/other.ts", "1");
  const link = join(desk.folder, "near/link.ts");
  await Deno.symlink(real, link);
  const other = join(desk.folder, "near/other.ts");
  await changes.watch.watch([link, other]);
  await edit(real, "2");
  assert.deepEqual(await changes.next(), [link]);
  await changes.watch.watch([link]);
  await edit(other, "2");
  await edit(real, "3");
  assert.deepEqual(await changes.next(), [link]);
});
