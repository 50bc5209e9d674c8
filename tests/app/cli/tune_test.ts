import assert from "node:assert/strict";
import { join } from "node:path";
import { TUNED } from "../../../src/engine/kernels/tuning.ts";
import { Desk } from "../_cli.ts";

Deno.test("tune says which kernels are faster, and where that is kept", async () => {
  await using desk = await Desk.open();
  const { code, out } = await desk.run(["tune"]);
  assert.equal(code, 0, out);
  assert.match(
    out,
    /^kernel +form +each run +first run\nconvolution +with loops .+ ms\nconvolution +with short loops .+ ms\nconvolution +in shared memory .+ ms\nconvolution +by Winograd .+ ms\nconvolution +written out .+ ms\n/,
  );
  assert.match(out, /\nConvolutions: .+\nKept for later runs: .+\.json\n$/);
  const [, file = ""] = /Kept for later runs: (.+)/.exec(out) ?? [];
  assert.ok(file.startsWith(join(desk.cache, "leat/tuning")), file);
  const { forms } = JSON.parse(await Deno.readTextFile(file));
  assert.deepEqual(Object.keys(forms).sort(), TUNED.toSorted());
});

Deno.test("tune ends with 1 where there is no adapter, and where nothing can be kept", async () => {
  await using desk = await Desk.open();
  const wrong = await desk.run(["tune"], { LEAT_DRIVER: "steam" });
  assert.equal(wrong.code, 1);
  assert.match(
    wrong.err,
    /^Error: Cannot use LEAT_DRIVER "steam": .+\n {2}Unset/,
  );
  await desk.write(".cache/leat/tuning", "a file in the place of a folder");
  const unkept = await desk.run(["tune"]);
  assert.equal(unkept.code, 1);
  assert.equal(unkept.out, "", "nothing was measured");
  // A notice about the driver may come before it.
  assert.match(
    unkept.err,
    /^Error: Cannot keep the tuning ".+": .+\n {2}Make /m,
  );
});
