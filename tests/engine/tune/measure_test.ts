import assert from "node:assert/strict";
import { openDevice } from "../../../src/engine/device/open_device.ts";
import {
  COMPACT,
  SHARED,
  TUNED,
  tuneKernels,
} from "../../../src/engine/kernels/tuning.ts";
import type { FormTime } from "../../../src/engine/tune/contest.ts";
import {
  type Measured,
  measuredNotice,
  measureTuning,
} from "../../../src/engine/tune/measure.ts";

/** Measures with a clock that goes on by a second whenever it is read. */
async function measured(seconds: number): Promise<
  Measured & { readonly times: readonly FormTime[] }
> {
  const device = await openDevice();
  const times: FormTime[] = [];
  let clock = 0;
  try {
    const found = await measureTuning(device, {
      size: "small",
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

Deno.test("measureTuning() keeps what it knows when its time is over", async () => {
  const { times, tuning, unmeasured } = await measured(3);
  assert.deepEqual(
    times.map(({ kernel, form }) => [kernel, form]),
    [
      ["convolution", "compact"],
      ["convolution", "shared"],
      ["filter gradient", "compact"],
      ["filter gradient", "shared"],
    ],
  );
  assert.deepEqual(unmeasured.toSorted(), TUNED.toSorted());
  const others = TUNED.filter((kernel) =>
    !["convolution", "filter gradient"].includes(kernel)
  );
  for (const kernel of others) assert.equal(tuning[kernel], "compact");
});

Deno.test("measureTuning() in no time measures nothing", async () => {
  const { times, tuning } = await measured(0);
  assert.deepEqual(times, []);
  assert.deepEqual(tuning, COMPACT);
});

Deno.test("measureTuning() measures every kernel in every form, those written out against the winners", async () => {
  const { times, tuning, unmeasured } = await measured(Infinity);
  assert.deepEqual(unmeasured, []);
  const rivals = times.map(({ kernel, form }) => `${kernel} ${form}`);
  for (const kernel of TUNED) {
    assert.ok(rivals.includes(`${kernel} shared`));
    assert.ok(rivals.includes(`${kernel} ${tuning[kernel]}`));
  }
  assert.equal(times.length, 2 * (TUNED.length + 12));
  assert.ok(times.every(({ right }) => right));
});

Deno.test("measuredNotice() says what was chosen, and what was not measured", () => {
  assert.equal(
    measuredNotice("Arc", { tuning: SHARED, unmeasured: [] }),
    "Convolutions on Arc were measured: in shared memory: all",
  );
  assert.equal(
    measuredNotice("Arc", { tuning: COMPACT, unmeasured: ["convolution"] }),
    "Convolutions on Arc were measured: with loops: all. " +
      "Time was too short to measure all forms of convolution: deno task tune does",
  );
});
