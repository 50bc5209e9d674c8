import assert from "node:assert/strict";
import fc from "fast-check";
import {
  allIn,
  COMPACT,
  FORMS,
  SHARED,
  SHORT,
  TUNED,
  type Tuning,
  tuningFrom,
  tuningText,
  UNROLLED,
  WINOGRAD,
} from "../../../src/engine/kernels/tuning.ts";

Deno.test("allIn() gives each kernel the form, and loops to those that do not have it", () => {
  for (const kernel of TUNED) {
    assert.equal(COMPACT[kernel], "compact");
    assert.equal(SHARED[kernel], "shared");
    const other = kernel.startsWith("other");
    assert.equal(UNROLLED[kernel], other ? "compact" : "unrolled");
    const winograd = other || kernel.startsWith("small");
    assert.equal(WINOGRAD[kernel], winograd ? "compact" : "winograd");
    assert.equal(SHORT[kernel], "short");
    for (const tuning of [UNROLLED, WINOGRAD, SHORT]) {
      assert.ok(FORMS[kernel].includes(tuning[kernel]));
    }
  }
  assert.deepEqual(Object.keys(COMPACT).sort(), TUNED.toSorted());
});

Deno.test("tuningText() says which kernels have which form", () => {
  assert.equal(tuningText(COMPACT), "with loops: all");
  assert.equal(tuningText(SHARED), "in shared memory: all");
  assert.equal(
    tuningText({ ...allIn("shared"), "convolution": "unrolled" }),
    "written out: convolution; in shared memory: filter gradient, " +
      "other convolution, other filter gradient, small convolution, small filter gradient",
  );
});

Deno.test("tuningFrom() reads what tuningText() says, and no tuning of other kernels", () => {
  const forms = fc.record(Object.fromEntries(
    TUNED.map((kernel) => [kernel, fc.constantFrom(...FORMS[kernel])]),
  ));
  fc.assert(
    fc.property(forms, (tuning) => {
      assert.deepEqual(tuningFrom(tuningText(tuning as Tuning)), { ...tuning });
    }),
    { seed: 1 },
  );
  const few = tuningText(COMPACT).replace("all", "convolution");
  for (
    const text of [
      "",
      "with magic: all",
      few,
      "with loops: all, sums",
      "with loops: all; written out: sums",
      tuningText(UNROLLED).replace("filter gradient", "sums"),
      "written out: all",
    ]
  ) {
    assert.equal(tuningFrom(text), undefined, text);
  }
});
