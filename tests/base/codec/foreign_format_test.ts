import assert from "node:assert/strict";
import {
  foreignEnding,
  foreignFormat,
} from "../../../src/base/codec/foreign_format.ts";
import { encodeSafetensors } from "../../../src/base/codec/safetensors.ts";

const latin = (text: string) =>
  Uint8Array.from(text, (character) => character.charCodeAt(0));
const nameOf = (text: string) => foreignFormat(latin(text))?.name;
const torch =
  "a PyTorch file of pickled objects, which can run code when it is read";

Deno.test("foreignFormat() tells files of torch.save, old and new", () => {
  // What torch 1.13 writes with _use_new_zipfile_serialization=False.
  assert.equal(
    nameOf("\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19.\x80\x02"),
    torch,
  );
  const zip = "PK\x03\x04\0\0\x08\x08" + "\0".repeat(18) + "\x10\0\x12\0";
  assert.equal(nameOf(`${zip}resnet34/data.pklFB`), torch);
  assert.equal(nameOf(`${zip}archive.txt`), "a zip archive");
});

Deno.test("foreignFormat() tells web pages, pointers and other formats", () => {
  assert.equal(nameOf("<!doctype html>\n<html>"), "a web page");
  assert.equal(nameOf("\n  <HTML lang=en>"), "a web page");
  assert.equal(
    nameOf("version https://git-lfs.github.com/spec/v1\noid sha256:0"),
    "a pointer of Git LFS that stands for the file",
  );
  assert.match(nameOf("\x89HDF\r\n\x1a\n") ?? "", /Keras/);
  assert.equal(nameOf("GGUF\x03\0\0\0"), "a GGUF file");
});

Deno.test("foreignFormat() lets safetensors pass, whatever its length reads like", () => {
  assert.equal(foreignFormat(encodeSafetensors([])), undefined);
  assert.equal(foreignFormat(new Uint8Array()), undefined);
  assert.equal(nameOf("none of them"), undefined);
  // A header of 0x280 bytes begins as a pickle of protocol 2 does.
  assert.equal(nameOf("\x80\x02\0\0\0\0\0\0{"), undefined);
});

Deno.test("foreignEnding() knows PyTorch's by the end of a path or address", () => {
  for (const end of ["pth", "pt", "th", "ckpt", "PTH", "pth?download=true"]) {
    assert.equal(foreignEnding(`https://here/resnet34.${end}`)?.name, torch);
  }
  for (const name of ["a.safetensors", "model.json", "a.pth/w.safetensors"]) {
    assert.equal(foreignEnding(name), undefined);
  }
});
