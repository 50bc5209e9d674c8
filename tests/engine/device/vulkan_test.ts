import assert from "node:assert/strict";
import { probeVulkan } from "../../../src/engine/device/vulkan.ts";

Deno.test("probeVulkan() says that a loader is missing", () => {
  assert.deepEqual(probeVulkan("libvulkan-that-is-not-there.so.1"), {
    kind: "no loader",
  });
});

Deno.test({
  name: "probeVulkan() says that it may not look",
  permissions: { ffi: false },
  fn() {
    assert.equal(probeVulkan().kind, "not probed");
  },
});
