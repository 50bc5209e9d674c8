import assert from "node:assert/strict";
import fc from "fast-check";
import { normalOf } from "../../../src/base/random/normal.ts";
import { philox4x32, type Words4 } from "../../../src/base/random/philox.ts";
import { openDevice } from "../../../src/engine/device/open_device.ts";
import { NORMAL_WGSL } from "../../../src/engine/kernels/_normal.ts";
import { PHILOX_WGSL } from "../../../src/engine/kernels/_philox.ts";
import type { Backend } from "../../../src/engine/kernels/program.ts";
import {
  type EachShader,
  runEach,
} from "../../../src/engine/kernels/run_each.ts";
import { shapes } from "./_shapes.ts";

// Kept open to the end of the file, so that shaders are compiled once.
const { tf, memory } = await openDevice();

/** Blocks of a stream as a shader draws them, and what becomes of the words. */
async function drawn(
  words: readonly number[],
  blocks: number,
  make: string,
): Promise<Float32Array> {
  const { tensors } = memory();
  const shader: EachShader = {
    key: `philox_test ${make}`,
    inputs: ["words"],
    scalars: ["words"],
    uniforms: [],
    functions: `${PHILOX_WGSL}${NORMAL_WGSL}`,
    main: () => `
      let stream = vec4(words[0], words[1], words[2], words[3]);
      let drawn = philox(u32(index / 2), stream);
      result[index] = ${make};`,
  };
  const told = tf.tensor1d([...words], "int32");
  const backend = tf.backend() as unknown as Backend;
  const info = runEach(backend, shader, {
    inputs: [told],
    shape: [2 * blocks, 4],
    uniforms: [],
    invocations: 2 * blocks,
  });
  const made = tf.engine().makeTensorFromTensorInfo(info);
  const values = Float32Array.from(await made.data());
  tf.dispose([told, made]);
  assert.equal(memory().tensors, tensors);
  return values;
}

/** A word of any bits, the odd ones more often. */
const word = fc.oneof(
  fc.constantFrom(0, 1, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff),
  fc.integer({ min: 0, max: 0xffffffff }),
);

const BLOCKS = 64;

function expected([key0, key1, nonce0, nonce1]: Words4): readonly number[] {
  return Array.from(
    { length: BLOCKS },
    (_, block) => philox4x32([block, 0, nonce0, nonce1], [key0, key1]),
  ).flat();
}

Deno.test("a device draws every bit of every word that the processor does", async () => {
  const halves =
    "vec4<f32>(select(drawn >> vec4(16u), drawn & vec4(0xffffu), index % 2 == 1))";
  await fc.assert(
    fc.asyncProperty(fc.tuple(word, word, word, word), async (words) => {
      const values = await drawn(words, BLOCKS, halves);
      const whole = expected(words).map((_, at) => {
        const from = 8 * Math.floor(at / 4) + at % 4;
        return values[from]! * 0x10000 + values[from + 4]!;
      });
      assert.deepEqual(whole, expected(words));
    }),
    shapes(40),
  );
});

Deno.test("a device turns words into the normal numbers of the processor, up to 1e-5", async () => {
  const ends = [0, 0xff, 0x100, 0x7fffffff, 0x80000000, 0xffffffff];
  const edges = `vec4(${ends.slice(0, 4).map((each) => `${each}u`)})`;
  const others = `vec4(${ends.slice(2).map((each) => `${each}u`)})`;
  const far = await drawn(
    [0, 0, 0, 0],
    1,
    `normals(select(${edges}, ${others}, index % 2 == 1))`,
  );
  [...ends.slice(0, 4), ...ends.slice(2)].forEach((word, at) =>
    assert.ok(Math.abs(far[at]! - normalOf(word)) < 1e-5, `${word}`)
  );
  await fc.assert(
    fc.asyncProperty(fc.tuple(word, word, word, word), async (words) => {
      const values = await drawn(words, BLOCKS, "normals(drawn)");
      expected(words).forEach((word, at) => {
        const from = 8 * Math.floor(at / 4) + at % 4;
        const off = Math.abs(values[from]! - normalOf(word));
        assert.ok(off < 1e-5, `${word}: ${off}`);
      });
    }),
    shapes(40),
  );
});
