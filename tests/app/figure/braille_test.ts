import assert from "node:assert/strict";
import { Braille } from "../../../src/app/figure/braille.ts";

Deno.test("Braille sets the dots of Unicode's patterns", () => {
  const canvas = new Braille(2, 1);
  assert.deepEqual(canvas.lines(), ["\u2800\u2800"]);
  canvas.dot(0, 0);
  canvas.dot(3, 3);
  assert.deepEqual(canvas.lines(), ["\u2801\u2880"]);
  for (let x = 0; x < 2; x++) for (let y = 0; y < 4; y++) canvas.dot(x, y);
  assert.deepEqual(canvas.lines(), ["\u28ff\u2880"]);
});

Deno.test("Braille joins two dots, and leaves out what is outside", () => {
  const canvas = new Braille(2, 2);
  canvas.line(0, 0, 3, 0);
  assert.deepEqual(canvas.lines(), ["\u2809\u2809", "\u2800\u2800"]);
  canvas.line(-2, -2, -1, -1);
  canvas.line(4, 0, 4, 9);
  assert.deepEqual(canvas.lines(), ["\u2809\u2809", "\u2800\u2800"]);
});
