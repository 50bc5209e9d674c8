import assert from "node:assert/strict";
import * as lesson from "../../../pipelines/pets.ts";
import { describe } from "../../../src/flow/pipeline/describe.ts";
import { isPipeline } from "../../../src/flow/pipeline/pipeline.ts";
import { ownStages } from "../../../src/flow/pipeline/stages.ts";
import * as template from "../../../template/pipelines/pets.ts";

/** A pipeline as data; where its weights are is told in another way. */
function told(pipeline: unknown) {
  assert.ok(isPipeline(pipeline));
  const { architecture, ...rest } = describe(ownStages(pipeline));
  const { weights, ...params } = architecture.params;
  assert.ok(weights);
  return { ...rest, architecture: { ...architecture, params } };
}

Deno.test("the first pipeline of a new repository is the lesson that Leat has", () => {
  assert.deepEqual(Object.keys(template), Object.keys(lesson));
  assert.deepEqual(told(template.default), told(lesson.default));
  assert.deepEqual(told(template.full), told(lesson.full));
});
