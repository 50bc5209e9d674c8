import assert from "node:assert/strict";
import { features } from "leat";
import { formColumns } from "../../../src/app/child/form_columns.ts";

Deno.test("formColumns() tells what features() reads of a row", () => {
  const { behaviour } = features({
    continuous: ["wind", "rain"],
    categorical: ["season"],
  });
  const learned = behaviour.fit([
    { wind: 1, rain: null, season: "winter" },
    { wind: 2, rain: 5, season: "summer" },
    { wind: 6, rain: 7, season: "winter" },
  ]);
  assert.deepEqual(formColumns("features", learned), [
    { name: "wind", median: 2, optional: false },
    { name: "rain", median: 6, optional: true },
    { name: "season", values: ["summer", "winter"], optional: false },
  ]);
});

Deno.test("formColumns() knows nothing of an input that is the pipeline's own", () => {
  assert.equal(
    formColumns("mine", { continuous: [], categorical: [] }),
    undefined,
  );
  assert.equal(formColumns("features", null), undefined);
});
