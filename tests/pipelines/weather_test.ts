import assert from "node:assert/strict";
import byDate, { shuffled } from "../../pipelines/weather.ts";
import { frontOf, machine } from "./_front.ts";

const text = `date,precipitation,temp_max,temp_min,wind,weather
2014-12-29,0.0,6.1,2.8,4.3,sun
2014-12-30,10.9,3.3,-0.6,5.1,snow
2014-12-31,0.0,3.3,-2.2,3.0,fog
2015-01-01,1.2,5.6,-3.2,1.2,rain
2015-01-02,0.5,5.6,0.0,2.3,drizzle
`;

Deno.test("weather trains on the days before 2015 and validates on the rest", async () => {
  const { items, sets, warnings } = await frontOf(byDate, machine(text));
  const labelsOf = (ids: readonly string[]) =>
    items.filter(({ id }) => ids.includes(id)).map(({ label }) => label).sort();
  assert.deepEqual(labelsOf(sets.train), ["fog", "snow", "sun"]);
  assert.deepEqual(labelsOf(sets.valid), ["drizzle", "rain"]);
  assert.deepEqual(warnings, []);
});

Deno.test("weather draws a warning when its days are shuffled", async () => {
  const { warnings } = await frontOf(shuffled, machine(text));
  assert.equal(warnings.length, 1);
  assert.match(
    warnings[0] ?? "",
    /^Column "date" holds dates, .*after\("date"/,
  );
});
