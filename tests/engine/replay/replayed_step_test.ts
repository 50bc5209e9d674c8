import assert from "node:assert/strict";
import type { Tensor } from "@tensorflow/tfjs-core";
import { openDevice } from "../../../src/engine/device/open_device.ts";
import {
  compileAheadOn,
  type Compiler,
} from "../../../src/engine/kernels/compile_ahead.ts";
import { count, counted, numbersAt, type Step } from "./_counter.ts";

// Kept open to the end of the file, so that shaders are compiled once.
const device = await openDevice();

/** Steps that are done anew: the reference. */
const reference = await counted(count, { backend: "cpu" });

/** Fails unless steps were done right, within the rounding of a backend. */
function assertRight(sums: readonly number[], total: readonly number[]): void {
  const near = (a: readonly number[], b: readonly number[]) =>
    a.forEach((value, at) =>
      assert.ok(Math.abs(value - b[at]!) < 1e-5 * Math.max(1, Math.abs(value)))
    );
  near(sums, reference.sums);
  near(total, reference.total);
}

Deno.test("ReplayedStep records two steps and replays the others", async () => {
  const before = device.memory().tensors;
  let runs = 0;
  const { sums, total, refusal, ready } = await counted((step) => {
    runs++;
    return count(step);
  });
  assert.equal(runs, 2);
  assert.equal(refusal, undefined);
  assert.ok(ready);
  assertRight(sums, total);
  assert.equal(device.memory().tensors, before);
});

Deno.test("ReplayedStep on the processor does every step, and says why", () => {
  assert.equal(reference.refusal, "runs on no GPU");
  assert.equal(reference.ready, false);
});

/** Steps that must not be replayed, with the words for it. */
const refused: readonly (readonly [
  what: string,
  step: () => (step: Step) => Tensor,
  refusal: string,
])[] = [
  [
    "makes numbers of its own at each step",
    () => ({ tf, total, moment, feeds }) =>
      count({
        tf,
        total,
        moment,
        feeds: {
          ...feeds,
          fill: () => tf.tensor1d(numbersAt(moment)),
        },
      }),
    "gives the device other numbers at each step",
  ],
  [
    "decides what to compute",
    () => (step) => {
      const { tf, moment } = step;
      if (moment.at % 2 === 0) tf.neg(step.total).dispose();
      return count(step);
    },
    "does not run the same kernels at each step",
  ],
  [
    "keeps a tensor for the next step",
    () => {
      let kept: Tensor | undefined;
      return (step) => {
        const { tf, total, moment } = step;
        kept?.dispose();
        kept = moment.at < 7 ? tf.neg(total) : undefined;
        return count(step);
      };
    },
    "keeps tensors beyond its end",
  ],
  [
    "reads numbers back",
    () => (step) => {
      // tfjs fails when what it reads is gone before it is read.
      step.total.data().catch(() => {});
      return count(step);
    },
    "reads numbers back",
  ],
];

for (const [what, step, refusal] of refused) {
  const check = async () => {
    const before = device.memory().tensors;
    const seen = await counted(step());
    assert.equal(seen.refusal, refusal);
    assertRight(seen.sums, seen.total);
    assert.equal(device.memory().tensors, before);
  };
  Deno.test(`ReplayedStep does every step, rightly, when one ${what}`, check);
  Deno.test(
    `so it does where it is compiled beside, when one ${what}`,
    async () => void await compiledBeside(check),
  );
}

/** Does something where steps are compiled beside; what was to be compiled. */
async function compiledBeside(work: () => Promise<void>) {
  const given: (readonly string[])[] = [];
  compileAheadOn({
    // Nothing is asked of it before a step.
    backend: device.tf.backend() as unknown as Compiler["backend"],
    submit: () => assert.fail("nothing is compiled before a step"),
    compile: (codes) => given.push(codes),
  });
  try {
    await work();
  } finally {
    compileAheadOn(undefined);
  }
  return given;
}

Deno.test("ReplayedStep gives nothing to the device before it is told, and has it compiled once", async () => {
  const orders: string[] = [];
  // The backend that device/ made has one.
  const { queue } = device.tf.backend() as unknown as { queue: GPUQueue };
  const { submit } = queue;
  queue.submit = (buffers) => {
    orders.push("submit");
    submit.call(queue, buffers);
  };
  const given = await compiledBeside(async () => {
    const { sums, total, ready } = await counted((step) => {
      // More than tfjs collects, and one that nothing else needs.
      for (let at = 0; at < 20; at++) {
        step.tf.tidy(() => void step.tf.atanh(step.tf.sinh(step.total)));
      }
      orders.push("told");
      return count(step);
    });
    assert.ok(ready);
    assertRight(sums, total);
  }).finally(() => queue.submit = submit);
  assert.equal(given.length, 1);
  assert.equal(given[0]?.length, 2, "those of the step that are new");
  const told = orders.indexOf("told");
  const begun = orders.slice(0, told).filter((each) => each === "submit");
  assert.ok(begun.length <= 1, "what was asked before the step");
});

Deno.test("ReplayedStep records once more where a first step makes what later ones find", async () => {
  let made = false;
  let runs = 0;
  const { sums, total, ready } = await counted((step) => {
    runs++;
    if (!made) step.tf.neg(step.total).dispose();
    made = true;
    return count(step);
  });
  assert.equal(runs, 3);
  assert.ok(ready);
  assertRight(sums, total);
});

Deno.test("ReplayedStep replays nothing into a state that was put elsewhere", async () => {
  const again = async (backend: "cpu" | "webgpu") => {
    let runs = 0;
    const seen = await counted((step) => {
      runs++;
      return count(step);
    }, {
      backend,
      before: (at, total) => {
        if (at !== 5) return;
        const other = device.tf.tensor1d([4, 3, 2, 1]);
        total.assign(other);
        other.dispose();
      },
    });
    return { ...seen, runs };
  };
  const ours = await again("webgpu");
  const theirs = await again("cpu");
  // Two at first, and one that finds what it did before.
  assert.equal(ours.runs, 3);
  assert.ok(ours.ready);
  ours.sums.forEach((sum, at) =>
    assert.ok(Math.abs(sum - theirs.sums[at]!) < 1e-4)
  );
});

Deno.test("ReplayedStep changes what is read of its state, though it was read before", async () => {
  const read: number[][] = [];
  const { sums } = await counted(count, {
    before: async (_, total) => {
      read.push([...await total.data()]);
    },
  });
  const summed = read.map((each) => each.reduce((a, b) => a + b, 0));
  summed.forEach((sum, at) => assert.ok(Math.abs(sum - sums[at]!) < 1e-4));
  assert.equal(new Set(summed).size, summed.length);
});
