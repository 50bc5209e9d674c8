import assert from "node:assert/strict";
import { decodeSafetensors } from "../../../../src/base/codec/safetensors.ts";
import { fileOf, load } from "./_narrow.ts";

/** The bytes of a safetensors file with this header. */
function fileWith(header: unknown, data: Uint8Array): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  bytes.set(data, 8 + json.length);
  return bytes;
}

Deno.test("resnet({ weights }) converts half, bfloat and double precision", async () => {
  const { tensors } = decodeSafetensors(fileOf());
  const write = {
    F16: (data: Float32Array) => new Float16Array(data),
    BF16: (data: Float32Array) =>
      Uint16Array.from(
        new Uint32Array(data.slice().buffer),
        (bits) => bits >>> 16,
      ),
    F64: (data: Float32Array) => new Float64Array(data),
  };
  const exact = (await load(fileOf())).values;
  for (const dtype of ["F16", "BF16", "F64"] as const) {
    const entries: Record<string, unknown> = {};
    const parts: Uint8Array[] = [];
    let end = 0;
    for (const [name, { shape, data }] of tensors) {
      const bytes = new Uint8Array(write[dtype](data as Float32Array).buffer);
      const begin = end;
      end += bytes.length;
      entries[name] = { dtype, shape, data_offsets: [begin, end] };
      parts.push(bytes);
    }
    const data = new Uint8Array(
      await new Blob(parts as BlobPart[]).arrayBuffer(),
    );
    const { values } = await load(fileWith(entries, data));
    // 11, 8 and 24 bits of each number are kept; BF16 is cut off here.
    const share = { F16: 2 ** -11, BF16: 2 ** -7, F64: 0 }[dtype];
    for (const [name, expected] of exact) {
      expected.forEach((each, at) => {
        const is = values.get(name)?.[at] ?? NaN;
        assert.ok(Math.abs(is - each) <= share * each + 1e-7, `${dtype} ${is}`);
      });
    }
  }
});
