/**
 * The graph of every pipeline that comes with Leat, as it was. What differs is
 * computed anew by everyone who has trained it: if it is meant to be,
 *
 *     LEAT_GOLDEN=write deno test -A tests/golden
 *
 * @module
 */
import assert from "node:assert/strict";
import { divide } from "../../src/app/child/divide.ts";
import {
  dataGraph,
  judging,
  learnGraph,
} from "../../src/flow/graph/learning.ts";
import { describe } from "../../src/flow/pipeline/describe.ts";
import { isPipeline } from "../../src/flow/pipeline/pipeline.ts";
import { ownStages } from "../../src/flow/pipeline/stages.ts";
import type { SourceHost } from "../../src/flow/stage/source.ts";
import { print } from "./_print.ts";

const FOLDER = new URL("../../pipelines/", import.meta.url);

/** Stand-ins for data: as many files and days as some steps need. */
const host: SourceHost = {
  files: () =>
    Promise.resolve(Array.from({ length: 400 }, (_, at) => {
      const path = `${at % 2 ? "Cat" : "dog"}_${at}.jpg`;
      return { path, absolute: `/${path}`, size: 1, sha256: `${at}` };
    })),
  text: () =>
    Promise.resolve([
      "date,precipitation,temp_max,temp_min,wind,weather",
      ...Array.from({ length: 400 }, (_, at) => {
        const date = new Date(Date.UTC(2014, 0, 1 + at)).toISOString();
        return `${date.slice(0, 10)},0,1,1,1,${at % 2 ? "sun" : "rain"}`;
      }),
    ].join("\n")),
};

async function graphOf(pipeline: Parameters<typeof ownStages>[0]) {
  const stages = ownStages(pipeline);
  const { items } = await stages.source.behaviour.list(host);
  const front = { items, ...divide(pipeline, stages.split, items) };
  const description = describe(stages);
  const data = dataGraph(description, front);
  const graph = learnGraph(description, stages, front, data, {
    numerics: "numerics",
    weights: "weights",
  });
  const start = graph.epochs[0]?.after;
  assert.ok(start);
  return [
    data.statistics,
    data.input,
    start,
    ...graph.epochs,
    ...judging(graph),
    graph.model,
  ];
}

const golden = new Map<string, string>();
for (const { name } of Deno.readDirSync(FOLDER)) {
  if (!name.endsWith(".ts")) continue;
  const file: object = await import(new URL(name, FOLDER).href);
  for (const [key, value] of Object.entries(file)) {
    if (!isPipeline(value)) continue;
    const of = name.slice(0, -".ts".length);
    const called = key === "default" ? of : `${of}.${key}`;
    golden.set(called, print(await graphOf(value)));
  }
}

for (const [name, graph] of golden) {
  const file = new URL(`${name}.txt`, import.meta.url);
  if (Deno.env.get("LEAT_GOLDEN") === "write") {
    await Deno.writeTextFile(file, graph);
  }
  Deno.test(`the graph of ${name} is what it was`, async () => {
    assert.equal(graph, await Deno.readTextFile(file));
  });
}

Deno.test("each printed graph is of a pipeline", () => {
  const files = [...Deno.readDirSync(new URL(".", import.meta.url))]
    .map(({ name }) => name).filter((name) => name.endsWith(".txt"));
  assert.deepEqual(
    files.sort(),
    [...golden.keys()].map((name) => `${name}.txt`).sort(),
  );
});
