import assert from "node:assert/strict";
import { openDevice } from "../../../src/engine/device/open_device.ts";
import {
  SHARED,
  TUNED,
  tuneKernels,
  type Tuning,
  UNROLLED,
} from "../../../src/engine/kernels/tuning.ts";
import type { FormTime } from "../../../src/engine/tune/contest.ts";
import {
  type Measured,
  measuredNotice,
  measureTuning,
} from "../../../src/engine/tune/measure.ts";

/** Measures with a clock that goes on by a second whenever it is read. */
async function measured(
  seconds: number,
  start: Tuning,
): Promise<Measured & { readonly times: readonly FormTime[] }> {
  const device = await openDevice();
  const times: FormTime[] = [];
  let clock = 0;
  try {
    const found = await measureTuning(device, {
      size: "small",
      start,
      budget: seconds,
      now: () => clock++,
      onTimes: (each) => times.push(...each),
    });
    return { ...found, times };
  } finally {
    tuneKernels(device.adapter.tuning);
    device.close();
  }
}

Deno.test("measureTuning() leaves what it has no time for as it is", async () => {
  const { times, tuning, unmeasured } = await measured(3, SHARED);
  assert.deepEqual(
    times.map(({ kernel, form }) => [kernel, form]),
    [
      ["convolution", "compact"],
      ["convolution", "shared"],
      ["filter gradient", "compact"],
      ["filter gradient", "shared"],
    ],
  );
  const others = TUNED.filter((kernel) =>
    !["convolution", "filter gradient"].includes(kernel)
  );
  // Of the two that were begun with, other forms wait for a later round.
  assert.deepEqual(unmeasured.toSorted(), TUNED.toSorted());
  for (const kernel of others) assert.equal(tuning[kernel], "shared");
});

Deno.test("measureTuning() does not give up what is written out before it is measured", async () => {
  const { tuning, unmeasured } = await measured(3, UNROLLED);
  assert.deepEqual(tuning, UNROLLED);
  assert.deepEqual(unmeasured.toSorted(), TUNED.toSorted());
});

Deno.test("measureTuning() in no time measures nothing", async () => {
  const { times, tuning } = await measured(0, UNROLLED);
  assert.deepEqual(times, []);
  assert.deepEqual(tuning, UNROLLED);
});

Deno.test("measureTuning() measures every kernel in every form, those written out against the winners", async () => {
  const { times, tuning, unmeasured } = await measured(Infinity, UNROLLED);
  assert.deepEqual(unmeasured, []);
  const rivals = times.map(({ kernel, form }) => `${kernel} ${form}`);
  for (const kernel of TUNED) {
    assert.ok(rivals.includes(`${kernel} shared`));
    assert.ok(rivals.includes(`${kernel} ${tuning[kernel]}`));
  }
  assert.equal(times.length, 2 * (TUNED.length + 12));
  assert.ok(times.every(({ right }) => right));
});

Deno.test("measuredNotice() says that the next training is faster, and when time was too short", () => {
  const found =
    "Kernels were measured beside the training: the next one on Arc uses the fastest, which deno task doctor lists";
  assert.equal(measuredNotice("Arc", { unmeasured: [] }), found);
  assert.equal(
    measuredNotice("Arc", { unmeasured: ["convolution"] }),
    `${found}. Time was too short for all: deno task tune takes it`,
  );
});
