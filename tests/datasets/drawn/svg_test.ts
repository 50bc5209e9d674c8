import assert from "node:assert/strict";
import {
  both,
  box,
  clipped,
  commands,
  oval,
  placed,
  rounded,
  shape,
} from "../../../datasets/drawn/svg.ts";

Deno.test("rounded() keeps two decimals and has no negative zero", () => {
  assert.equal(rounded(1.23456), 1.23);
  assert.ok(Object.is(rounded(-0.001), 0));
});

Deno.test("commands`` rounds the numbers and keeps the text", () => {
  assert.equal(
    commands`M ${1 / 3} ${-2} h ${0.1 + 0.2} Z`,
    "M 0.33 -2 h 0.3 Z",
  );
});

Deno.test("shape() has no stroke where the line has no width", () => {
  assert.equal(
    shape("M 0 0", { fill: "#fff", line: "#000", width: 0 }),
    '<path d="M 0 0" fill="#fff"/>',
  );
});

Deno.test("box() and oval() place their shapes", () => {
  assert.ok(box(1, 2, 3, 4, {}).includes("M 1 2 h 3 v 4 h -3 Z"));
  assert.ok(oval(1, 2, 3, 4, {}).includes('cx="1" cy="2" rx="3" ry="4"'));
});

Deno.test("placed() leaves out a turn of zero and a scale of one", () => {
  assert.equal(
    placed(1, 2, 0, 1, 1, "a", "b"),
    '<g transform="translate(1 2)">ab</g>',
  );
  assert.equal(
    placed(1, 2, 3, 4, 5),
    '<g transform="translate(1 2) rotate(3) scale(4 5)"></g>',
  );
});

Deno.test("both() adds the mirror image", () => {
  assert.equal(
    both("ear"),
    'ear<g transform="translate(0 0) scale(-1 1)">ear</g>',
  );
});

Deno.test("clipped() cuts shapes off at a path by its id", () => {
  const markup = clipped("face", "M 0 0", "stripes");
  assert.ok(markup.startsWith('<clipPath id="face"><path d="M 0 0"/>'));
  assert.ok(markup.endsWith('<g clip-path="url(#face)">stripes</g>'));
});
