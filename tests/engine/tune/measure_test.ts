import assert from "node:assert/strict";
import { openDevice } from "../../../src/engine/device/open_device.ts";
import {
  COMPACT,
  FORMS,
  SHARED,
  type Tried,
  TUNED,
  tuneKernels,
  type Tuning,
  UNROLLED,
} from "../../../src/engine/kernels/tuning.ts";
import { fastest, type FormTime } from "../../../src/engine/tune/contest.ts";
import {
  type Measured,
  measuredNotice,
  measureTuning,
} from "../../../src/engine/tune/measure.ts";

/** Measures with a clock that goes on by a second whenever it is read. */
async function measured(
  seconds: number,
  start: Tuning,
  tried: Tried = {},
): Promise<
  Measured & {
    readonly times: readonly FormTime[];
    readonly steps: readonly Measured[];
  }
> {
  const device = await openDevice();
  const times: FormTime[] = [];
  const steps: Measured[] = [];
  let clock = 0;
  try {
    const found = await measureTuning(device, {
      size: "small",
      start,
      tried,
      budget: seconds,
      now: () => clock++,
      onTimes: (each) => times.push(...each),
      onFound: (found) => steps.push(found),
    });
    return { ...found, times, steps };
  } finally {
    tuneKernels(device.adapter.tuning);
    device.close();
  }
}

Deno.test("measureTuning() measures against what it begins with, and keeps all that it had time for", async () => {
  // Each contest reads the clock twice: before, and once one form is compiled.
  const { times, tuning, tried, unmeasured, steps } = await measured(5, SHARED);
  assert.deepEqual(
    times.map(({ kernel, form }) => [kernel, form]),
    [
      ["convolution", "compact"],
      ["convolution", "shared"],
      ["filter gradient", "compact"],
      ["filter gradient", "shared"],
    ],
  );
  const both = ["compact", "shared"];
  assert.deepEqual(tried, { "convolution": both, "filter gradient": both });
  assert.deepEqual(unmeasured, TUNED, "other forms wait for a later round");
  assert.equal(tuning["convolution"], fastest(times.slice(0, 2)));
  for (const kernel of TUNED.slice(2)) assert.equal(tuning[kernel], "shared");
  assert.deepEqual(steps.map(({ tried }) => Object.keys(tried).length), [1, 2]);
});

Deno.test("measureTuning() goes on where another one had no more time", async () => {
  const first = await measured(5, SHARED);
  const { times, tried } = await measured(3, first.tuning, first.tried);
  const [{ kernel } = { kernel: undefined }] = times;
  assert.equal(kernel, "other convolution");
  assert.deepEqual(tried, {
    ...first.tried,
    "other convolution": ["compact", "shared"],
  });
});

Deno.test("measureTuning() is over once a form took longer to compile than there is time", async () => {
  const { times, tuning, tried } = await measured(2, SHARED);
  assert.deepEqual([times, tried], [[], {}], "the other form is not begun");
  assert.deepEqual(tuning, SHARED);
});

Deno.test("measureTuning() in no time measures nothing", async () => {
  const { times, tuning } = await measured(0, UNROLLED);
  assert.deepEqual(times, []);
  assert.deepEqual(tuning, UNROLLED);
});

Deno.test("measureTuning() measures every kernel in every form, each against the fastest so far", async () => {
  const { times, tuning, tried, unmeasured } = await measured(
    Infinity,
    UNROLLED,
  );
  assert.deepEqual(unmeasured, []);
  for (const kernel of TUNED) {
    assert.deepEqual(tried[kernel]?.toSorted(), FORMS[kernel].toSorted());
    assert.ok(FORMS[kernel].includes(tuning[kernel]));
    const contests = times.filter((each) => each.kernel === kernel).length / 2;
    assert.equal(contests, FORMS[kernel].length - 1);
  }
  assert.ok(times.every(({ right }) => right));
});

Deno.test("measureTuning() in software tries what is written out only where it begins with it, or did", async () => {
  const all: Tried = Object.fromEntries(
    TUNED.map((kernel) => [
      kernel,
      FORMS[kernel].filter((form) => form !== "unrolled"),
    ]),
  );
  const none = await measured(Infinity, COMPACT, all);
  assert.deepEqual([none.times, none.unmeasured], [[], []]);
  const begun = { ...all, "small filter gradient": ["unrolled"] } as Tried;
  const { unmeasured } = await measured(0, COMPACT, begun);
  assert.ok(unmeasured.includes("convolution"));
});

Deno.test("measuredNotice() says that the next training is faster, and when time was too short", () => {
  assert.equal(
    measuredNotice("Arc", { unmeasured: [] }),
    "Kernels were measured beside the training: the next one on Arc uses the fastest, which deno task doctor lists",
  );
  assert.equal(
    measuredNotice("Arc", { unmeasured: ["convolution"] }),
    "Some kernels were measured beside the training: the next one on Arc uses the fastest of them and measures the others, or deno task tune does",
  );
});
