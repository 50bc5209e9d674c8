import assert from "node:assert/strict";
import { boundedLines } from "../../../src/app/bounds/bounded_lines.ts";
import { lastWords } from "../../../src/app/bounds/last_words.ts";

/** A stream of chunks as a process may write them. */
function streamOf(...chunks: readonly string[]): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return ReadableStream.from(chunks.map((chunk) => encoder.encode(chunk)));
}

Deno.test("boundedLines() puts lines together, however they come", async () => {
  const stream = streamOf("on", "e\ntwo\n", "\nfo", "ur");
  const lines = await Array.fromAsync(boundedLines(stream));
  assert.deepEqual(lines, ["one", "two", "", "four"]);
  assert.deepEqual(await Array.fromAsync(boundedLines(streamOf())), []);
});

Deno.test("boundedLines() reads a character that is cut in two", async () => {
  const [first, second] = [0xc3, 0xa9];
  const stream = ReadableStream.from([
    new Uint8Array([first]),
    new Uint8Array([second, 10]),
  ]);
  assert.deepEqual(await Array.fromAsync(boundedLines(stream)), ["é"]);
});

Deno.test("boundedLines() does not hold a line without end", async () => {
  const stream = streamOf("12345678", "12345678", "9\nnext\n");
  const lines = await Array.fromAsync(boundedLines(stream, 10));
  assert.deepEqual(lines, ["1234567812345678", "9", "next"]);
});

Deno.test("lastWords() keeps the end of what was said", async () => {
  assert.equal(await lastWords(streamOf("all ", "of it")), "all of it");
  const long = await lastWords(streamOf("x".repeat(2 ** 20), "the end"));
  assert.ok(long.length < 2 ** 16);
  assert.ok(long.endsWith("xthe end"));
});
