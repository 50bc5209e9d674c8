import assert from "node:assert/strict";
import { readAnswer } from "../../../src/app/child/read_answer.ts";
import { PipelineError } from "../../../src/base/errors/pipeline_error.ts";

function fault(text: string): PipelineError {
  try {
    readAnswer(text, "/p.ts");
  } catch (error) {
    if (error instanceof PipelineError) return error;
    throw error;
  }
  throw new Error("It was an answer");
}

Deno.test("readAnswer() gives answers as they are", () => {
  const answer = { type: "exports", names: ["full"] };
  assert.deepEqual(readAnswer(JSON.stringify(answer), "/p.ts"), answer);
});

Deno.test("readAnswer() refuses what is no answer, whatever it is", () => {
  const cases: readonly (readonly [string, RegExp])[] = [
    ["", /does not fit \(Invalid input/],
    ["{{", /does not fit \(Invalid input/],
    ["null", /does not fit \(Invalid input/],
    ['{"type":"exports","names":[1]}', /does not fit \(names\.0: /],
    [
      '{"type":"exports","names":[],"\\u001b[2J":1}',
      /Unrecognized key: "␛\[2J"/,
    ],
    ["[".repeat(1e5) + "]".repeat(1e5), /is nested more than 40 deep$/],
    ['{"type":"described","description":{}}', /does not fit \(description\./],
    [
      '{"type":"divided","labels":[1e999],"sets":{"train":[],"valid":[],"test":[]},"warnings":[]}',
      /does not fit \(labels\.0: /,
    ],
  ];
  for (const [text, message] of cases) {
    const error = fault(text);
    assert.match(error.message, /^Cannot use "\/p\.ts": its answer /);
    assert.match(error.message, message);
    assert.ok(error.remedy);
  }
});

Deno.test("readAnswer() throws the error that is the answer, without controls and in part", () => {
  const error = fault(JSON.stringify({
    type: "error",
    message: `\x1b]0;gotcha\x07${"x".repeat(10_000)}`,
    stage: "label",
    item: "\x9b2J",
    remedy: "Do\nthis\r",
  }));
  assert.match(error.message, /^␛\]0;gotcha␇x{3900,4000}…$/);
  assert.deepEqual(
    [error.stage, error.item, error.remedy],
    ["label", "\ufffd2J", "Do\nthis␍"],
  );
});
