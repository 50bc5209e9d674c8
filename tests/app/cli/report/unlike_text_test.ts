import assert from "node:assert/strict";
import { unlikeText } from "../../../../src/app/cli/report/unlike_text.ts";

Deno.test("what is odd of a row is told in a line, and nothing of what is not", () => {
  assert.equal(unlikeText({ flag: false }), "");
  assert.equal(unlikeText({ flag: null, unmet: [] }), "");
  assert.equal(
    unlikeText({ flag: true }),
    "unlike anything seen in training",
  );
  const age = { column: "age", value: 900, range: [17, 90] } as const;
  assert.equal(
    unlikeText({ flag: true, unmet: [age, { column: "sex", value: null }] }),
    "unlike anything seen in training: age 900 is outside of 17 to 90; sex is missing, as never in training",
  );
  // Where validation rows are too few to say, cells are told all the same.
  assert.equal(
    unlikeText({ flag: null, unmet: [{ column: "job", value: "wizard" }] }),
    'job "wizard" has no like in training',
  );
});

Deno.test("of many cells some are told, and of a long one its beginning", () => {
  const cells = Array.from(
    { length: 9 },
    (_, at) => ({ column: `c${at}`, value: "x".repeat(500) }),
  );
  const text = unlikeText({ flag: true, unmet: cells });
  assert.ok(text.length < 300);
  assert.match(text, /; 6 more$/);
});
