import assert from "node:assert/strict";
import { plainText } from "../../../src/base/codec/plain_text.ts";

Deno.test("plainText() makes controls visible, and keeps lines and tabs", () => {
  assert.equal(plainText("a\tb\nc\r\nd"), "a\tb\nc\nd");
  assert.equal(plainText("\0\x1b\x7f\r"), "␀␛␡␍");
  assert.equal(plainText("\x85\x9b"), "\ufffd\ufffd");
});

Deno.test("plainText() undoes what turns the direction of text", () => {
  assert.equal(plainText("a\u202egpj.b\u2066"), "a\ufffdgpj.b\ufffd");
});

Deno.test("plainText() leaves the languages of the world alone", () => {
  const text = "Katze Käfer 猫 кошка 👩‍🚀 قطة";
  assert.equal(plainText(text), text);
});

Deno.test("plainText() keeps as much as it is told", () => {
  assert.equal(plainText("abc", 3), "abc");
  assert.equal(plainText("abcd", 3), "abc…");
});
