import assert from "node:assert/strict";
import { ADVANCE, glyph } from "../../../src/app/figure/bitmap_font.ts";
import { Canvas } from "../../../src/app/figure/canvas.ts";

/** What is black on a canvas, as text. */
function drawn({ pixels, width, height }: Canvas): string {
  return Array.from(
    { length: height },
    (_, y) =>
      Array.from(
        { length: width },
        (_, x) => pixels[(y * width + x) * 3] === 0 ? "#" : ".",
      ).join(""),
  ).join("\n");
}

const white = [255, 255, 255] as const;
const black = [0, 0, 0] as const;

Deno.test("letters are drawn as they are written", () => {
  const canvas = new Canvas(18, 8, white);
  canvas.text("Lg7", 0, 0, { colour: black, scale: 1, width: 18 });
  assert.equal(
    drawn(canvas),
    [
      "#...........#####.",
      "#...............#.",
      "#......###......#.",
      "#.....#..##....#..",
      "#.....#..##...#...",
      "#......##.#..#....",
      "#####.....#.#.....",
      ".......###........",
    ].join("\n"),
  );
});

Deno.test("every printable letter has a form of its own, others are a box", () => {
  const letters = Array.from(
    { length: 95 },
    (_, at) => String.fromCharCode(32 + at),
  );
  const forms = letters.map((letter) => glyph(letter).join());
  assert.equal(new Set(forms).size, 95);
  assert.ok(letters.every((letter) => glyph(letter).length === ADVANCE - 1));
  assert.deepEqual(glyph("é"), glyph("e"));
  assert.deepEqual(glyph("猫"), glyph("\n"));
  assert.ok(!forms.includes(glyph("猫").join()));
});

Deno.test("a text that has no room is cut, and what lies outside is left out", () => {
  const canvas = new Canvas(24, 8, white);
  canvas.text("abcdefgh", 0, 0, { colour: black, scale: 1, width: 24 });
  const cut = new Canvas(24, 8, white);
  cut.text("ab..", 0, 0, { colour: black, scale: 1, width: 24 });
  assert.equal(drawn(canvas), drawn(cut));
  const none = new Canvas(4, 4, white);
  none.text("abc", 0, 0, { colour: black, scale: 1, width: 3 });
  assert.equal(drawn(none), "....\n....\n....\n....");
  none.picture({ pixels: new Uint8Array(300), width: 10, height: 10 }, 2, 2);
  assert.equal(drawn(none), "....\n....\n..##\n..##");
});
