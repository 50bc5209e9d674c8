import assert from "node:assert/strict";
import * as leat from "../../../mod.ts";
import { isPipeline, pipeline } from "../../../src/flow/pipeline/pipeline.ts";
import { table } from "../_pipelines.ts";

/** What a file without types may hand to `pipeline()`. */
const loose = pipeline as (spec: unknown) => unknown;

const { spec } = table;

Deno.test("pipeline() keeps its spec, frozen and apart from what was given", () => {
  const given = { ...spec };
  const made = leat.pipeline(given);
  assert.deepEqual(made.spec, spec);
  assert.ok(Object.isFrozen(made) && Object.isFrozen(made.spec));
  Object.assign(given, { fit: leat.constant(9) });
  assert.equal(made.spec.fit, spec.fit);
});

Deno.test("pipeline() needs neither transforms nor metrics", () => {
  const { metrics: _metrics, ...least } = spec;
  assert.ok(isPipeline(loose(least)));
  assert.ok(isPipeline(loose({ ...least, metrics: undefined })));
});

Deno.test("isPipeline() tells what pipeline() made from what looks like it", () => {
  assert.ok(isPipeline(table));
  for (const value of [{ ...table }, { spec }, spec, null, undefined, "xor"]) {
    assert.ok(!isPipeline(value));
  }
});

/** What is given, what is said of it, and what is to be done. */
const nonsense: readonly (readonly [unknown, string, string])[] = [
  [
    undefined,
    "Cannot make a pipeline of undefined",
    "Give an object: pipeline({ source: …, label: …, … })",
  ],
  [
    [spec],
    "Cannot make a pipeline of a list",
    "Give an object: pipeline({ source: …, label: …, … })",
  ],
  [
    {},
    'Cannot make a pipeline: "source" is missing',
    'Add "source" to the pipeline',
  ],
  [
    { ...spec, fit: undefined },
    'Cannot make a pipeline: "fit" is missing',
    'Add "fit" to the pipeline',
  ],
  [
    { ...spec, label: undefined },
    'Cannot make a pipeline: "label" is missing',
    'Add "label" to the pipeline',
  ],
  [
    { ...spec, transform: [] },
    'Cannot make a pipeline: it has no key "transform"',
    'Remove it, or write "transforms" if that is what is meant',
  ],
  [
    { ...spec, early: true },
    'Cannot make a pipeline: it has no key "early"',
    "Remove it",
  ],
  [
    { ...spec, fit: spec.split },
    'Cannot use random(), a stage of "split", as "fit"',
    'Give a stage of "fit"',
  ],
  [
    { ...spec, fit: leat.fineTune },
    'Cannot use the function fineTune as "fit"',
    "Call it: fineTune(…)",
  ],
  [
    { ...spec, fit: { role: "fit" } },
    'Cannot use an object as "fit"',
    'Give a stage of "fit"',
  ],
  [
    { ...spec, source: "./pets" },
    'Cannot use a string as "source"',
    'Give a stage of "source"',
  ],
  [
    { ...spec, loss: null },
    'Cannot use null as "loss"',
    'Give a stage of "loss"',
  ],
  [
    { ...spec, label: "name" },
    'Cannot use a string as "label"',
    'Give a function of an item: (file) => "cat"',
  ],
  [
    { ...spec, metrics: leat.errorRate() },
    'Cannot use errorRate(), a stage of "metrics", as "metrics"',
    "Put it into a list: [ … ]",
  ],
  [
    { ...spec, transforms: [leat.flip(), leat.errorRate()] },
    'Cannot use errorRate(), a stage of "metrics", as "transforms[1]"',
    'Give a stage of "transforms"',
  ],
];

Deno.test("pipeline() says what is wrong with what no compiler has seen", () => {
  for (const [given, message, remedy] of nonsense) {
    assert.throws(() => loose(given), {
      name: "PipelineError",
      message,
      remedy,
    });
  }
});
