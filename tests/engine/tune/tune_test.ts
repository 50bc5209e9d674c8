import assert from "node:assert/strict";
import { openDevice } from "../../../src/engine/device/open_device.ts";
import { TUNED } from "../../../src/engine/kernels/tuning.ts";
import { tune, type TunedRow } from "../../../src/engine/tune/tune.ts";

Deno.test("tune() measures each kernel in both forms, and later devices use what it chose", async () => {
  const folder = await Deno.makeTempDir();
  const before = Deno.env.get("LEAT_CACHE");
  Deno.env.set("LEAT_CACHE", folder);
  try {
    const rows: TunedRow[] = [];
    const { adapter, unrolled, file } = await tune(
      (row) => rows.push(row),
      () => {},
    );
    assert.deepEqual(rows.map(({ kernel }) => kernel), TUNED);
    for (const { compact, unrolled, first } of rows) {
      assert.ok(compact > 0 && unrolled > 0 && first > 0);
    }
    assert.ok(file.startsWith(folder));
    const device = await openDevice();
    device.close();
    assert.equal(device.adapter.description, adapter);
    assert.deepEqual(device.adapter.unrolled, unrolled);
  } finally {
    if (before === undefined) Deno.env.delete("LEAT_CACHE");
    else Deno.env.set("LEAT_CACHE", before);
    await Deno.remove(folder, { recursive: true });
  }
});
