import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sha256 } from "../../../src/base/codec/sha256.ts";
import { EMPTY_LOCK, lockText } from "../../../src/app/lock/lock.ts";
import {
  changeLock,
  lockPath,
  readLock,
} from "../../../src/app/lock/lock_file.ts";
import { withPins } from "../../../src/app/lock/pins.ts";
import { Desk } from "../_cli.ts";

const CHILD = fileURLToPath(new URL("_child.ts", import.meta.url));
const CONFIG = fileURLToPath(new URL("../../../deno.json", import.meta.url));
const URL_ = "https://a.example/cups.tgz";
const datasets = { [URL_]: { sha256: sha256("cups"), size: 4 } };

const namesIn = (folder: string) =>
  [...Deno.readDirSync(folder)].map(({ name }) => name).sort();

/** A process that waits for a byte, and then adds `count` pins. */
function adding(path: string, name: string, count: number): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-check", "-A", "--config", CONFIG, CHILD]
      .concat(path, name, String(count)),
    stdin: "piped",
    stdout: "null",
    stderr: "inherit",
  }).spawn();
}

Deno.test("a lock stands beside its pipeline, alone, once there is something in it", async () => {
  await using desk = await Desk.open();
  const path = lockPath(join(desk.folder, "pets.ts"));
  assert.deepEqual(await readLock(path), EMPTY_LOCK);
  assert.equal(await changeLock(path, (lock) => lock), false);
  assert.deepEqual(namesIn(desk.folder), []);
  assert.ok(await changeLock(path, (lock) => withPins(lock, { datasets })));
  assert.deepEqual(namesIn(desk.folder), ["leat.lock"]);
  assert.deepEqual((await readLock(path)).datasets, datasets);
});

Deno.test("a lock that stays the same is not written, however it is arranged", async () => {
  await using desk = await Desk.open();
  const lock = withPins(EMPTY_LOCK, { datasets });
  const path = await desk.write("leat.lock", JSON.stringify(lock));
  const add = () => changeLock(path, (lock) => withPins(lock, { datasets }));
  assert.equal(await add(), false);
  assert.equal(await Deno.readTextFile(path), JSON.stringify(lock));
});

Deno.test("a change that throws leaves the lock as it was", async () => {
  await using desk = await Desk.open();
  const text = lockText(withPins(EMPTY_LOCK, { datasets }));
  const path = await desk.write("leat.lock", text);
  const refuse = () => {
    throw new RangeError("No");
  };
  await assert.rejects(changeLock(path, refuse), RangeError);
  assert.equal(await Deno.readTextFile(path), text);
  await desk.write("leat.lock", "{");
  await assert.rejects(
    changeLock(path, (lock) => withPins(lock, { datasets })),
    /Cannot read lock ".*": it is no JSON/,
  );
  assert.equal(await Deno.readTextFile(path), "{");
});

Deno.test("processes that add pins at the same time lose none", async () => {
  await using desk = await Desk.open();
  const path = join(desk.folder, "leat.lock");
  const children = ["one", "two", "three"].map((name) =>
    adding(path, name, 30)
  );
  for (const { stdin } of children) {
    const writer = stdin.getWriter();
    await writer.write(new Uint8Array([1]));
    await writer.close();
  }
  for (const child of children) assert.equal((await child.status).code, 0);
  assert.equal(Object.keys((await readLock(path)).datasets).length, 90);
  assert.deepEqual(namesIn(desk.folder), ["leat.lock"]);
});

Deno.test("a process that is killed leaves a whole lock, and no one waits for it", async () => {
  await using desk = await Desk.open();
  const path = join(desk.folder, "leat.lock");
  for (let delay = 1; delay <= 8; delay++) {
    const child = adding(path, "killed", 1e6);
    const writer = child.stdin.getWriter();
    await writer.write(new Uint8Array([1]));
    while (namesIn(desk.folder).length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await new Promise((resolve) => setTimeout(resolve, 23 * delay));
    child.kill("SIGKILL");
    await child.status;
    await writer.abort().catch(() => {});
    const { [`https://after.example/${delay}`]: _, ...before } =
      (await readLock(path)).datasets;
    const url = `https://after.example/${delay}`;
    const more = { [url]: { sha256: sha256(url), size: delay } };
    await changeLock(path, (lock) => withPins(lock, { datasets: more }));
    assert.deepEqual((await readLock(path)).datasets, { ...before, ...more });
    assert.deepEqual(namesIn(desk.folder), ["leat.lock"]);
  }
});

Deno.test("a linked lock is changed where it is", async () => {
  await using desk = await Desk.open();
  const file = await desk.write("shared/leat.lock", "");
  const link = join(desk.folder, "leat.lock");
  await Deno.symlink(file, link);
  await changeLock(link, (lock) => withPins(lock, { datasets }));
  assert.ok((await Deno.lstat(link)).isSymlink);
  assert.deepEqual((await readLock(file)).datasets, datasets);
});

Deno.test("a folder in the place of a lock is told with the remedy", async () => {
  await using desk = await Desk.open();
  const path = join(desk.folder, "leat.lock");
  await Deno.mkdir(path);
  await assert.rejects(readLock(path), {
    name: "PipelineError",
    message: `Cannot read lock "${path}": a folder stands there`,
    remedy: "Make it readable, or leave it alone with --no-lock",
  });
  await assert.rejects(
    changeLock(path, (lock) => withPins(lock, { datasets })),
    { message: `Cannot write lock "${path}": a folder stands there` },
  );
});
