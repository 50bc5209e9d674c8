import assert from "node:assert/strict";
import { openDevice } from "../../../src/engine/device/open_device.ts";
import {
  byFamily,
  familyOf,
  OTHERS,
} from "../../../src/engine/kernels/families.ts";
import { overridden } from "../../../src/engine/kernels/override.ts";

Deno.test("every kernel that is installed has a family", async () => {
  const device = await openDevice();
  const kernels = overridden();
  device.close();
  assert.ok(kernels.includes("Conv2D"));
  assert.ok(kernels.includes("gradient of Mean"));
  assert.deepEqual(kernels.filter((each) => familyOf(each) === OTHERS), []);
});

Deno.test("byFamily() keeps its own order, and names what has no family", () => {
  const found = byFamily(["Sum", "Unheard", "FusedConv2D", "Conv2D"]);
  assert.deepEqual([...found], [
    ["convolutions", ["FusedConv2D", "Conv2D"]],
    ["reductions", ["Sum"]],
    ["others", ["Unheard"]],
  ]);
  assert.equal(byFamily([]).size, 0);
});
