import assert from "node:assert/strict";
import { Rate } from "../../../../src/app/cli/report/rate.ts";

/** A rate, and a way to set its clock in seconds. */
function rateAt(): { rate: Rate; at: (seconds: number) => void } {
  let now = 0;
  return {
    rate: new Rate(() => now * 1000),
    at: (seconds) => void (now = seconds),
  };
}

Deno.test("Rate tells nothing at first, then speed and what is left", () => {
  const { rate, at } = rateAt();
  assert.equal(rate.of("reading", 0, 100), undefined);
  at(2);
  assert.deepEqual(rate.of("reading", 20, 100), {
    perSecond: 10,
    secondsLeft: 8,
  });
});

Deno.test("Rate leaves out what was there before", () => {
  const { rate, at } = rateAt();
  rate.of("download", 900, 1000);
  at(1);
  assert.deepEqual(rate.of("download", 950, 1000), {
    perSecond: 50,
    secondsLeft: 1,
  });
});

Deno.test("Rate begins anew with another title, or when it goes back", () => {
  const { rate, at } = rateAt();
  rate.of("one", 0, 10);
  at(1);
  assert.equal(rate.of("two", 5, 10), undefined);
  at(2);
  assert.equal(rate.of("two", 0, 10), undefined);
  assert.equal(rate.of("two", 0, 10), undefined, "nothing was done yet");
});
