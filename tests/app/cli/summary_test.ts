import assert from "node:assert/strict";
import { Desk } from "../_cli.ts";
import { drawImages } from "../_images.ts";
import { pictures, points } from "../_pipelines.ts";
import type { SummaryEnd } from "../../../src/app/look/summarize_pipeline.ts";
import { entriesOf } from "../../_entries.ts";

/** The last event of `summary --json`. */
async function summarized(desk: Desk, ...args: readonly string[]) {
  const { code, out, err } = await desk.run(["summary", ...args, "--json"]);
  const end = JSON.parse(out.trimEnd().split("\n").at(-1) ?? "") as SummaryEnd;
  assert.equal(end.type, "summary.end", err);
  return { code, end, out };
}

Deno.test("summary shows a row, a batch and the network as text, and stores nothing", async () => {
  await using desk = await Desk.open();
  await desk.write("p.ts", points());
  const { code, out, err } = await desk.run(["summary", "./p.ts"]);
  assert.equal(code, 0, err);
  for (
    const part of [
      /53 train, 11 valid; classes left, right\n/,
      /\n {2}input {9}features continuous +\[2\] {2}float32 +-?\d/,
      /\n {2}loss +crossEntropy +\[\] +float32 .*\(undecided: 0\.6931\)/,
      /One batch, as training reads it: 16 items\n {2}continuous +\[16, 2\]/,
      /layers\.0\.0 +\[2\] +6 +4 +128 B +trains\n/,
      /parameters +10, and 4 running statistics\n/,
    ]
  ) assert.match(out, part);
  assert.deepEqual(await entriesOf(desk.cache), []);
});

Deno.test("summary names the item that cannot be read, and exits with 1", async () => {
  await using desk = await Desk.open();
  await drawImages(desk, 12);
  await desk.write("p.ts", pictures());
  const whole = await summarized(desk, "./p.ts");
  assert.equal(whole.code, 0);
  const { item = "", failed, network } = whole.end.summary ?? {};
  assert.equal(failed, null);
  assert.ok((network?.parameters ?? 0) > 0);
  await desk.write(`images/${item}`, "no picture");
  const broken = await summarized(desk, "./p.ts");
  assert.equal(broken.code, 1);
  assert.equal(broken.end.status, "failed");
  assert.equal(broken.end.summary?.failed?.stage, "input");
  assert.equal(broken.end.summary?.failed?.item, item);
  const { code, out } = await desk.run(["summary", "./p.ts"]);
  assert.equal(code, 1);
  assert.match(out, new RegExp(`Failed at "input" on "${item}": Cannot`));
  const unknown = await summarized(desk, "./p.ts", "--item", "red_99.jpg");
  assert.equal(unknown.code, 2);
  assert.match(unknown.out, /Cannot find item \\"red_99\.jpg\\"/);
});
