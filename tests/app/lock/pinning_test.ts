import assert from "node:assert/strict";
import { join } from "node:path";
import { sha256 } from "../../../src/base/codec/sha256.ts";
import { EMPTY_LOCK, lockText } from "../../../src/app/lock/lock.ts";
import { readLock } from "../../../src/app/lock/lock_file.ts";
import { Pinning } from "../../../src/app/lock/pinning.ts";
import { withPins } from "../../../src/app/lock/pins.ts";
import { Desk } from "../_cli.ts";

const [PINNED, NEW] = ["https://a.example/x", "https://a.example/y"];
const pin = (word: string) => ({ sha256: sha256(word), size: word.length });
const X = pin("x");

async function opened(desk: Desk, frozen: boolean): Promise<Pinning> {
  const lock = withPins(EMPTY_LOCK, { datasets: { [PINNED]: X } });
  const path = await desk.write("leat.lock", lockText(lock));
  return await Pinning.open(path, { frozen });
}

Deno.test("a lock says what a file must be, unless the pipeline does", async () => {
  await using desk = await Desk.open();
  const pinning = await opened(desk, false);
  const path = join(desk.folder, "leat.lock");
  assert.deepEqual(pinning.expected("datasets", PINNED), {
    sha256: X.sha256,
    pinnedIn: path,
  });
  assert.deepEqual(pinning.expected("weights", PINNED), {});
  assert.deepEqual(pinning.expected("datasets", NEW), {});
  const declared = { sha256: sha256("other") };
  assert.deepEqual(
    pinning.expected("datasets", PINNED, declared.sha256),
    declared,
  );
  assert.deepEqual(pinning.expected("datasets", "toString"), {});
});

Deno.test("what is used is added to the lock, and nothing else", async () => {
  await using desk = await Desk.open();
  const pinning = await opened(desk, false);
  pinning.use("datasets", PINNED, X);
  assert.equal(await pinning.save(), false);
  pinning.use("weights", NEW, pin("y"));
  assert.equal(await pinning.save(), true);
  const { datasets, weights } = await readLock(pinning.path);
  assert.deepEqual(datasets, { [PINNED]: X });
  assert.deepEqual(weights, { [NEW]: pin("y") });
});

Deno.test("another file than the pinned one is refused with both hashes", async () => {
  await using desk = await Desk.open();
  for (const frozen of [false, true]) {
    const pinning = await opened(desk, frozen);
    const { path } = pinning;
    assert.throws(() => pinning.use("datasets", PINNED, pin("other")), {
      name: "PipelineError",
      item: PINNED,
      message: `Cannot use "${PINNED}": its SHA-256 was ${X.sha256} when it ` +
        `was pinned, and is ${sha256("other")}`,
      remedy: `If the change is wanted, remove its line from "${path}"`,
    });
  }
});

Deno.test("a checksum that the pipeline names anew is pinned anew", async () => {
  await using desk = await Desk.open();
  const pinning = await opened(desk, false);
  pinning.use("datasets", PINNED, pin("other"), sha256("other"));
  await pinning.save();
  const { datasets } = await readLock(pinning.path);
  assert.deepEqual(datasets, { [PINNED]: pin("other") });
});

Deno.test("a frozen lock refuses what it does not pin", async () => {
  await using desk = await Desk.open();
  const pinning = await opened(desk, true);
  assert.equal(pinning.expected("datasets", PINNED).sha256, X.sha256);
  assert.ok(pinning.expected("datasets", PINNED, X.sha256));
  const refused = {
    name: "PipelineError",
    message: `Cannot use "${NEW}": "${pinning.path}" does not pin it`,
    remedy: "Train without --frozen to pin it, and commit the lock",
  };
  assert.throws(() => pinning.expected("datasets", NEW), refused);
  assert.throws(() => pinning.expected("datasets", NEW, X.sha256), refused);
  assert.throws(
    () => pinning.expected("datasets", PINNED, sha256("other")),
    /its SHA-256 was .* when it was pinned, and is /,
  );
});
