import assert from "node:assert/strict";
import { driverVersion } from "../../../scripts/bench/driver_version.ts";

Deno.test("driverVersion() knows nothing where there is no Vulkan, or no such adapter", () => {
  assert.equal(
    driverVersion("llvmpipe", "libvulkan-that-is-absent.so"),
    undefined,
  );
  assert.equal(driverVersion("an adapter that is not there"), undefined);
});
