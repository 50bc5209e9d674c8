import {
  type Backend,
  run,
  type Shader,
} from "../../../src/engine/kernels/program.ts";
import type { Device } from "../../../src/engine/device/open_device.ts";
import type { Side } from "../turns.ts";

const ITERATIONS = 256;
const UNROLLED = 8;
/** Multiply-adds of one invocation hang on each other: this many are under way. */
const CHAINS = 4;
/** A multiplication and an addition of a vec4. */
const FLOP = 8;

/** Floating-point operations of one invocation. */
const FLOP_EACH = ITERATIONS * UNROLLED * CHAINS * FLOP;

function each(count: number, write: (at: number) => string): string {
  return Array.from({ length: count }, (_, at) => write(at)).join("\n");
}

/** Nothing but multiply-adds in registers: what no kernel can be faster than. */
const CEILING: Shader = {
  key: `bench ceiling ${CHAINS} ${UNROLLED}`,
  inputs: [],
  uniforms: ["count", "iterations", "halves", "ones"],
  code: () => `
    fn main(index : i32) {
      if (index >= uniforms.count) { return; }
      let a = vec4(f32(uniforms.halves) * 0.5);
      let b = vec4(f32(uniforms.ones));
      ${each(CHAINS, (at) => `var sum${at} = vec4(f32(index + ${at}));`)}
      for (var i = 0; i < uniforms.iterations; i++) {
        ${
    each(
      UNROLLED,
      () => each(CHAINS, (at) => `sum${at} = fma(sum${at}, a, b);`),
    )
  }
      }
      result[index] = ${
    Array.from({ length: CHAINS }, (_, at) => `sum${at}`).join(" + ")
  };
    }`,
};

/** Multiply-adds on all of the adapter, and how many one time of it does. */
export function ceilingSide(
  { tf, adapter, settle }: Device,
): { readonly side: Side; readonly flop: number } {
  const invocations = adapter.software ? 2 ** 12 : 2 ** 20;
  return {
    flop: invocations * FLOP_EACH,
    side: {
      name: "ceiling",
      async run(times) {
        // What tfjs knows as its backend is the one that device/ made.
        const backend = tf.backend() as unknown as Backend;
        for (let time = 0; time < times; time++) {
          const { dataId } = run(backend, CEILING, {
            inputs: [],
            shape: [invocations, 4],
            // Numbers that neither grow nor vanish.
            uniforms: [invocations, ITERATIONS, 1, 1],
            invocations,
          });
          backend.disposeData(dataId);
        }
        await settle();
      },
    },
  };
}
