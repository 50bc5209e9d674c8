import assert from "node:assert/strict";
import {
  decodeSafetensors,
  encodeSafetensors,
} from "../../../src/base/codec/safetensors.ts";
import { fileOf } from "./_safetensors_file.ts";

const weight = {
  dtype: "F32",
  shape: [2, 3],
  data: new Float32Array(6),
} as const;

Deno.test("decodeSafetensors() names what is broken", () => {
  const entry = (begin: number, end: number, shape = [end - begin]) => ({
    dtype: "U8",
    shape,
    data_offsets: [begin, end],
  });
  const good = encodeSafetensors([["w", weight]]);
  const huge = good.slice();
  huge.set([255, 255, 255, 255, 255, 255, 255, 255]);
  const data = new Uint8Array(4);
  const notText = fileOf('{"a":1}', data);
  notText[10] = 0xff;
  const cases: [Uint8Array, string | RegExp][] = [
    [new Uint8Array(7), "it has 7 bytes, too few to be one"],
    [
      huge,
      "its header claims 18446744073709551615 bytes, more than the 100000000 allowed",
    ],
    [
      good.subarray(0, 40),
      "its header ends at byte 72, but the file at byte 40",
    ],
    [
      good.subarray(0, -1),
      "its tensors take 24 bytes and 23 bytes follow the header",
    ],
    [fileOf("{", data), "its header is not a JSON object"],
    [fileOf("[]", data), "its header is not a JSON object"],
    [fileOf('{"a":1}', data), /its tensor "a" is not in order/],
    [notText, "its header is not a JSON object"],
    [
      fileOf({ __metadata__: { epoch: 3 } }, data),
      /its metadata is not in order: epoch: /,
    ],
    [
      fileOf({ a: { ...entry(0, 4), shape: [-4] } }, data),
      /its tensor "a" is not in order: shape\.0: /,
    ],
    [
      fileOf({ a: { ...entry(0, 4), extra: 1 } }, data),
      /its tensor "a" is not in order: .*extra/,
    ],
    [
      fileOf({ a: entry(0, 4, [5]) }, data),
      'tensor "a" has 4 bytes and needs 5 for U8 [5]',
    ],
    [
      fileOf({ a: entry(0, 3), b: entry(2, 4) }, data),
      'tensor "b" lies at bytes 2 to 4 and should begin at 3',
    ],
    [
      fileOf({ a: entry(0, 1), b: entry(2, 4) }, data),
      'tensor "b" lies at bytes 2 to 4 and should begin at 1',
    ],
    [
      fileOf({ a: entry(1, 4) }, data),
      'tensor "a" lies at bytes 1 to 4 and should begin at 0',
    ],
    [
      fileOf({ a: entry(0, 5) }, data),
      "its tensors take 5 bytes and 4 bytes follow the header",
    ],
    [
      fileOf({ a: entry(0, 3) }, data),
      "its tensors take 3 bytes and 4 bytes follow the header",
    ],
  ];
  for (const [bytes, fact] of cases) {
    const message = typeof fact === "string"
      ? `Cannot read tensors from "w": ${fact}`
      : fact;
    assert.throws(() => decodeSafetensors(bytes, "w"), {
      name: "PipelineError",
      message,
    });
  }
});
