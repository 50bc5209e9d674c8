import assert from "node:assert/strict";
import { join } from "node:path";
import { locate, ownPipelines } from "../../../src/app/address/locate.ts";
import { PipelineError } from "../../../src/base/errors/pipeline_error.ts";
import { leatRoot } from "../../../src/app/paths.ts";
import { Desk } from "../_cli.ts";

Deno.test("locate() finds a pipeline of Leat by its name", async () => {
  const xor = await locate("xor");
  assert.equal(xor.file, join(leatRoot, "pipelines", "xor.ts"));
  assert.equal(xor.export, "default");
  assert.equal(xor.slug, "xor");
  const one = await locate("xor#oneLayer");
  assert.equal(one.export, "oneLayer");
  assert.equal(one.slug, "xor-oneLayer");
  assert.deepEqual(await locate(xor.file), { ...xor, spoken: xor.file });
  assert.ok((await ownPipelines()).includes("weather"));
});

Deno.test("locate() gives files of one name in two folders two slugs", async () => {
  await using desk = await Desk.open();
  const one = await locate(await desk.write("one/p.ts", ""));
  const two = await locate(`${await desk.write("two/p.ts", "")}#full`);
  assert.match(one.slug, /^p-[0-9a-f]{8}$/);
  assert.match(two.slug, /^p-[0-9a-f]{8}-full$/);
  assert.notEqual(one.slug, two.slug.replace("-full", ""));
});

Deno.test("locate() names what is near, or all, or the path", async () => {
  const cases = [
    ["weathr", /^Did you mean "weather"\?/],
    ["", /^Leat comes with .*"xor"/],
    ["../pipelines", /^Correct the path/],
    ["./no/such.ts", /^Correct the path/],
    ["/etc", /^Correct the path/],
  ] as const;
  for (const [spoken, remedy] of cases) {
    await assert.rejects(locate(spoken), (error) => {
      assert.ok(error instanceof PipelineError);
      assert.match(error.remedy ?? "", remedy);
      assert.equal(error.stage, "command");
      return true;
    });
  }
});
