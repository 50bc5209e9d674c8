import assert from "node:assert/strict";
import { sharesText } from "../../../../src/app/cli/report/shares_text.ts";

Deno.test("shares of few classes stand in the order of the classes", () => {
  assert.equal(sharesText({}), "");
  assert.equal(
    sharesText({ cat: 0.25, dog: 0.75 }),
    "cat 0.2500  dog 0.7500",
  );
});

Deno.test("of many classes the likeliest are told, and how many there are besides", () => {
  const shares = Object.fromEntries(
    Array.from({ length: 39 }, (_, at) => [`breed${at}`, at / 100]),
  );
  assert.equal(
    sharesText(shares),
    "breed38 0.3800  breed37 0.3700  breed36 0.3600  breed35 0.3500  breed34 0.3400  breed33 0.3300  and 33 less likely",
  );
});
