import assert from "node:assert/strict";
import fc from "fast-check";
import {
  decodeSafetensors,
  encodeSafetensors,
  type StoredTensor,
} from "../../../src/base/codec/safetensors.ts";
import { fileOf } from "./_safetensors_file.ts";

const weight: StoredTensor = {
  dtype: "F32",
  shape: [2, 3],
  data: new Float32Array([0, -1.5, 1e-40, Infinity, 3.25, 2 ** 100]),
};
const step: StoredTensor = {
  dtype: "I32",
  shape: [],
  data: new Int32Array([-7]),
};
const mask: StoredTensor = {
  dtype: "U8",
  shape: [3],
  data: new Uint8Array([0, 255, 9]),
};

function one(
  dtype: string,
  shape: number[],
  data: ArrayBufferView,
): Uint8Array {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return fileOf(
    { x: { dtype, shape, data_offsets: [0, bytes.length] } },
    bytes,
  );
}

Deno.test("encodeSafetensors() writes the bytes of the format", () => {
  const bytes = encodeSafetensors(
    new Map([[
      "b",
      { dtype: "U8", shape: [2], data: new Uint8Array([7, 8]) } as const,
    ]]),
    { note: "hi" },
  );
  const header =
    '{"__metadata__":{"note":"hi"},"b":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}';
  const padded = header.padEnd(Math.ceil(header.length / 8) * 8);
  assert.equal(bytes[0], padded.length);
  assert.deepEqual([...bytes.subarray(1, 8)], [0, 0, 0, 0, 0, 0, 0]);
  assert.equal(new TextDecoder().decode(bytes.subarray(8, -2)), padded);
  assert.deepEqual([...bytes.subarray(-2)], [7, 8]);
});

Deno.test("decodeSafetensors() gives back what was encoded", () => {
  const tensors = new Map<string, StoredTensor>([
    ["w", weight],
    ["step", step],
    ["mask", mask],
  ]);
  const decoded = decodeSafetensors(
    encodeSafetensors(tensors, { b: "2", a: "1" }),
  );
  assert.deepEqual(decoded.tensors, tensors);
  assert.deepEqual(decoded.metadata, { a: "1", b: "2" });
});

Deno.test("decodeSafetensors() keeps the order, also of names like integers", () => {
  const names = ["10", "z", "2", "a"];
  const tensors = new Map(names.map((name) => [name, step]));
  const { tensors: decoded } = decodeSafetensors(encodeSafetensors(tensors));
  assert.deepEqual([...decoded.keys()], names);
});

Deno.test("encodeSafetensors() gives the same bytes for the same tensors", () => {
  const tensors = [["w", weight], ["mask", mask]] as const;
  assert.deepEqual(
    encodeSafetensors(tensors, { a: "1", b: "2" }),
    encodeSafetensors(new Map<string, StoredTensor>(tensors), {
      b: "2",
      a: "1",
    }),
  );
});

Deno.test("encodeSafetensors() writes a view of a larger buffer", () => {
  const data = new Float32Array([9, 1, 2, 9]).subarray(1, 3);
  const bytes = encodeSafetensors(
    new Map([["x", { dtype: "F32", shape: [2], data } as const]]),
  );
  assert.deepEqual(
    decodeSafetensors(bytes).tensors.get("x")?.data,
    new Float32Array([1, 2]),
  );
});

Deno.test("decodeSafetensors() reads no tensors, and a tensor without elements", () => {
  assert.equal(decodeSafetensors(encodeSafetensors(new Map())).tensors.size, 0);
  const none = {
    dtype: "F32",
    shape: [0, 5],
    data: new Float32Array(),
  } as const;
  const bytes = encodeSafetensors([["none", none], ["step", step]]);
  assert.deepEqual(decodeSafetensors(bytes).tensors.get("none"), none);
});

Deno.test("decodeSafetensors() reads any bits of a float, at any address", () => {
  fc.assert(
    fc.property(fc.float32Array(), fc.nat(8), (data, shift) => {
      const bytes = encodeSafetensors(
        new Map<string, StoredTensor>([["pad", mask], ["x", {
          dtype: "F32",
          shape: [data.length],
          data,
        }]]),
      );
      const moved = new Uint8Array(bytes.length + shift).subarray(shift);
      moved.set(bytes);
      assert.deepEqual(decodeSafetensors(moved).tensors.get("x")?.data, data);
    }),
    { numRuns: 100, seed: 1 },
  );
});

Deno.test("decodeSafetensors() widens half floats without loss", () => {
  const halves = new Uint16Array([0x3c00, 0xc000, 0x0001, 0x7bff, 0x7c00]);
  const half = decodeSafetensors(one("F16", [5], halves)).tensors.get("x");
  assert.equal(half?.dtype, "F32");
  assert.deepEqual([...half.data], [1, -2, 2 ** -24, 65504, Infinity]);
  const brains = new Uint16Array([0x3f80, 0xc000, 0x4049, 0xff80]);
  const brain = decodeSafetensors(one("BF16", [4], brains)).tensors.get("x");
  assert.equal(brain?.dtype, "F32");
  assert.deepEqual([...brain.data], [1, -2, 3.140625, -Infinity]);
});

Deno.test("decodeSafetensors() narrows doubles and longs that fit", () => {
  const double = decodeSafetensors(
    one("F64", [2], new Float64Array([0.1, Infinity])),
  );
  assert.deepEqual(
    double.tensors.get("x")?.data,
    new Float32Array([0.1, Infinity]),
  );
  const long = decodeSafetensors(
    one("I64", [2], new BigInt64Array([-(2n ** 31n), 5n])),
  );
  assert.deepEqual(
    long.tensors.get("x")?.data,
    new Int32Array([-(2 ** 31), 5]),
  );
});

Deno.test("decodeSafetensors() refuses what it would have to falsify", () => {
  const refusals: [Uint8Array, string][] = [
    [one("F64", [1], new Float64Array([1e300])), "1e+300 does not fit in F32"],
    [
      one("I64", [1], new BigInt64Array([2n ** 31n])),
      "2147483648 does not fit in I32",
    ],
    [one("BOOL", [1], new Uint8Array(1)), "its type is BOOL"],
    [one("toString", [1], new Uint8Array(1)), "its type is toString"],
  ];
  for (const [bytes, fact] of refusals) {
    assert.throws(() => decodeSafetensors(bytes, "w.safetensors"), {
      name: "PipelineError",
      message: `Cannot read tensor "x" from "w.safetensors": ${fact}`,
    });
  }
});

Deno.test("encodeSafetensors() refuses a shape that does not fit, and a reserved name", () => {
  const bad = { ...weight, shape: [2, 2] };
  assert.throws(() => encodeSafetensors(new Map([["w", bad]])), {
    name: "RangeError",
    message:
      'Cannot write tensor "w": shape [2,2] of F32 does not fit 24 bytes',
  });
  const negative = { ...weight, shape: [-2, -3] };
  assert.throws(
    () => encodeSafetensors(new Map([["w", negative]])),
    RangeError,
  );
  assert.throws(() => encodeSafetensors([["w", mask], ["w", mask]]), {
    name: "RangeError",
    message: 'Cannot write tensor "w": the name stands twice',
  });
  assert.throws(() => encodeSafetensors(new Map([["__metadata__", mask]])), {
    name: "RangeError",
    message:
      'Cannot write tensor "__metadata__": the format keeps this name for itself',
  });
});
