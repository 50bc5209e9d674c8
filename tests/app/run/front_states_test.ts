import assert from "node:assert/strict";
import { telling } from "../../../src/app/run/front_states.ts";
import { Interrupted } from "../../../src/base/errors/interrupted.ts";
import { PipelineError } from "../../../src/base/errors/pipeline_error.ts";
import type { RunEvent } from "../../../src/flow/events/event.ts";

/** What is told of labelling and splitting that end so. */
async function toldOf(
  work: () => Promise<unknown>,
): Promise<readonly string[]> {
  const told: string[] = [];
  const emit = (event: RunEvent) => {
    assert.ok(event.type === "node.state" && event.key === null);
    const by = event.state === "blocked" ? ` by ${event.by}` : "";
    told.push(`${event.node} ${event.state}${by}`);
  };
  await telling(["label", "split"], emit, work).catch(() => {});
  return told;
}

const thrown = (error: Error) => () => Promise.reject(error);
const failed = (stage?: string) =>
  thrown(new PipelineError("no", stage === undefined ? {} : { stage }));

Deno.test("steps that are done in one go are under way together, and done together", async () => {
  assert.deepEqual(await toldOf(() => Promise.resolve()), [
    "label running",
    "split running",
    "label done",
    "split done",
  ]);
});

Deno.test("of steps that are done in one go, that fails of which the error is, else the first", async () => {
  const blocked = [
    "label running",
    "split running",
    "label failed",
    "split blocked by label",
  ];
  assert.deepEqual(await toldOf(failed("label")), blocked);
  assert.deepEqual(await toldOf(failed()), blocked);
  assert.deepEqual(await toldOf(thrown(new TypeError("no"))), blocked);
  assert.deepEqual(await toldOf(failed("split")), [
    "label running",
    "split running",
    "label done",
    "split failed",
  ]);
});

Deno.test("steps that were stopped did not fail", async () => {
  assert.deepEqual(await toldOf(thrown(new Interrupted())), [
    "label running",
    "split running",
    "label cancelled",
    "split cancelled",
  ]);
});

Deno.test("what comes after a step that failed waits in vain", async () => {
  const told: RunEvent[] = [];
  const work = failed("source");
  await assert.rejects(telling(["source"], (event) => told.push(event), work));
  assert.deepEqual(
    told.map((event) =>
      event.type === "node.state" ? [event.node, event.state] : []
    ),
    [
      ["source", "running"],
      ["source", "failed"],
      ["label", "blocked"],
      ["split", "blocked"],
    ],
  );
  assert.equal(await telling(["source"], undefined, async () => await 1), 1);
});
