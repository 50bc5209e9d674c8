import assert from "node:assert/strict";
import * as leat from "leat";
import type { AnySpec } from "../../../src/flow/pipeline/spec.ts";
import { pipelineBundle } from "../../../src/flow/pipeline/picture.ts";

const sum = leat.pipeline({
  source: leat.rows(
    Array.from({ length: 40 }, (_, at) => ({ at, "<&>": `"${at}` })),
  ),
  label: (row) => row.at > 9 && row["<&>"] !== "" ? "a" : "b",
  split: leat.random({ valid: 0.3, seed: 1 }),
  input: leat.features({ continuous: ["at"] }),
  architecture: leat.mlp({ hidden: [4] }),
  loss: leat.crossEntropy(),
  metrics: [leat.accuracy(), leat.errorRate()],
  fit: leat.constant(1, { batch: 4 }),
});

Deno.test("a notebook is shown a pipeline as a drawing, a line a stage, and as text", () => {
  const { "text/html": markup, "text/plain": text } = pipelineBundle(
    sum.spec as unknown as AnySpec,
  );
  assert.deepEqual(
    text.split("\n").map((line) => line.slice(0, 14).trim()),
    [
      "source",
      "label",
      "split",
      "input",
      "architecture",
      "loss",
      "metrics",
      "",
      "fit",
    ],
  );
  assert.match(text, /^source {8}rows\(rows: 40 values\)$/m);
  assert.match(text, /^split {9}random\(valid: 0\.3, seed: 1\)$/m);
  const [, encoded = ""] = /base64,([^"]+)"/.exec(markup) ?? [];
  const svg = new TextDecoder().decode(Uint8Array.fromBase64(encoded));
  assert.ok(svg.includes("row.at &gt; 9 &amp;&amp; row[&quot;&lt;&amp;&gt;"));
  // What is written is dark on what is light, whatever its group says.
  assert.equal(
    svg.match(/<text [^>]*fill="#(?:1d2430|566070)"/g)?.length,
    svg.match(/<text /g)?.length,
  );
});

Deno.test("to all but a notebook a pipeline is its spec", () => {
  assert.deepEqual(Reflect.ownKeys({ ...sum }), ["spec"]);
  assert.deepEqual(Object.keys(sum), ["spec"]);
});
