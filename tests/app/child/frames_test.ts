import assert from "node:assert/strict";
import {
  type Frame,
  framePieces,
  frames,
} from "../../../src/app/child/frames.ts";

/** All bytes of some messages. */
function bytesOf(...pieces: (readonly Uint8Array[])[]): Uint8Array {
  return new Uint8Array(pieces.flat().flatMap((each) => [...each]));
}

/** A stream of bytes that come so many at a time. */
function inPieces(bytes: Uint8Array, size: number) {
  return ReadableStream.from((function* () {
    for (let at = 0; at < bytes.length; at += size) {
      yield bytes.slice(at, at + size);
    }
  })());
}

const two = bytesOf(
  framePieces({ id: 1, name: "é" }, [
    new Uint8Array([1, 2]),
    new Uint8Array(),
    new Uint8Array([3]),
  ]),
  framePieces(["no body"]),
);

Deno.test("frames() reads what framePieces() wrote, however it comes", async () => {
  for (const size of [1, 3, 7, 1000]) {
    const read: Frame[] = await Array.fromAsync(frames(inPieces(two, size)));
    assert.deepEqual(read, [
      { head: { id: 1, name: "é" }, body: new Uint8Array([1, 2, 3]) },
      { head: ["no body"], body: new Uint8Array() },
    ]);
  }
});

Deno.test("frames() leaves out a message that is cut off", async () => {
  for (const cut of [0, 5, 12, 30]) {
    const read = await Array.fromAsync(frames(inPieces(two.slice(0, cut), 4)));
    assert.equal(read.length, 0, String(cut));
  }
  const read = await Array.fromAsync(frames(inPieces(two.slice(0, -1), 4)));
  assert.equal(read.length, 1);
});

Deno.test("frames() takes no message that is longer than what is held of one", async () => {
  const bytes = bytesOf(framePieces({}, [new Uint8Array(100)]));
  const first = frames(inPieces(bytes, 7), 99).next();
  await assert.rejects(first, {
    message: "Cannot read a message of 102 bytes: 99 are the most",
  });
});
