import assert from "node:assert/strict";
import { textDifference } from "../../../src/app/remote/text_difference.ts";

Deno.test("textDifference() shows what changed with some lines around it", () => {
  const lines = Array.from({ length: 20 }, (_, at) => `line ${at}`);
  const before = `${lines.join("\n")}\n`;
  const after = `${lines.with(3, "line three").toSpliced(15, 1).join("\n")}\n`;
  assert.deepEqual(textDifference(before, after), [
    "  line 1",
    "  line 2",
    "- line 3",
    "+ line three",
    "  line 4",
    "  line 5",
    "  …",
    "  line 13",
    "  line 14",
    "- line 15",
    "  line 16",
    "  line 17",
    "  …",
  ]);
  assert.deepEqual(textDifference(before, before), []);
  assert.deepEqual(textDifference("", "a\nb\n"), ["+ a", "+ b"]);
  assert.deepEqual(textDifference("a", ""), ["- a"]);
});

Deno.test("textDifference() stays short and moves no cursor, whatever the text", () => {
  const many = Array.from({ length: 500 }, (_, at) => `${at}`).join("\n");
  const shown = textDifference("", many);
  assert.equal(shown.length, 61);
  assert.equal(shown.at(-1), "  (and 440 lines more)");
  const [long = ""] = textDifference("", "x".repeat(1e6));
  assert.ok(long.length < 200);
  assert.deepEqual(textDifference("", "a\n".repeat(3000)), [
    "  (0 lines before, 3000 now)",
  ]);
  const [odd = ""] = textDifference("", "\u001b[2Jgone\u202eesrever\r");
  assert.equal(odd, "+ \\u001b[2Jgone\\u202eesrever\\u000d");
  assert.equal(textDifference(undefined, "a").length, 1);
});
