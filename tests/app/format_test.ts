import assert from "node:assert/strict";
import { about, bytes, duration, figure, share } from "../../src/app/format.ts";

Deno.test("figure() shows about four digits that count", () => {
  assert.equal(figure(0.0625), "0.0625");
  assert.equal(figure(-0.00004), "-0.0000");
  assert.equal(figure(9.87654), "9.8765");
  assert.equal(figure(12.3456), "12.35");
  assert.equal(figure(12345.6), "12346");
  assert.equal(figure(NaN), "NaN");
  assert.equal(figure(Infinity), "Infinity");
});

Deno.test("duration() shows the two largest units", () => {
  assert.equal(duration(0), "<0.1s");
  assert.equal(duration(0.049), "<0.1s");
  assert.equal(duration(0.05), "0.1s");
  assert.equal(duration(9.94), "9.9s");
  assert.equal(duration(9.96), "10s");
  assert.equal(duration(59.6), "1m 0s");
  assert.equal(duration(75), "1m 15s");
  assert.equal(duration(3599.9), "1h 0m");
  assert.equal(duration(7384), "2h 3m");
  assert.equal(duration(NaN), "?");
});

Deno.test("about() says of a time that it is not exact", () => {
  assert.equal(about(0), "less than 0.1s");
  assert.equal(about(75), "about 1m 15s");
});

Deno.test("bytes() counts in units of 1024", () => {
  assert.equal(bytes(0), "0 B");
  assert.equal(bytes(1023), "1023 B");
  assert.equal(bytes(1536), "1.5 KiB");
  assert.equal(bytes(811706944), "774.1 MiB");
  assert.equal(bytes(2 ** 41), "2048.0 GiB");
});

Deno.test("share() is a part in percent, and never none where there is some", () => {
  assert.equal(share(0.052), "5.2 %");
  assert.equal(share(0.0005), "0.1 %");
  assert.equal(share(0.0004), "<0.1 %");
  assert.equal(share(1), "100.0 %");
});
