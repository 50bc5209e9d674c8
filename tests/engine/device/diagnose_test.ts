import assert from "node:assert/strict";
import { noDevice } from "../../../src/base/errors/device.ts";
import { diagnose } from "../../../src/engine/device/diagnose.ts";
import { openDevice } from "../../../src/engine/device/open_device.ts";

Deno.test("diagnose() checks a gradient on this machine and describes the adapter", async () => {
  const { ready, lines, adapter } = await diagnose();
  assert.equal(ready, true, lines.join("\n"));
  assert.equal(lines.at(-1), "Ready: yes");
  assert.ok(lines.includes("Gradient check: right"));
  assert.ok(lines.some((line) => line === `Driver: ${adapter?.driver}`));
  assert.ok(lines.some((line) => /^Largest tensor: \d+ MiB$/.test(line)));
});

Deno.test("diagnose() lists what was tried and what to do where there is no adapter", async () => {
  const { ready, lines, adapter } = await diagnose(() =>
    Promise.reject(noDevice(["Vulkan: libvulkan.so.1 is not installed"]))
  );
  assert.equal(ready, false);
  assert.equal(adapter, undefined);
  assert.deepEqual(lines, [
    "Cannot open a GPU device: no adapter was found",
    "  - Vulkan: libvulkan.so.1 is not installed",
    "What to do: Install a Vulkan driver: apt-get install mesa-vulkan-drivers",
    "Ready: no",
  ]);
});

Deno.test("diagnose() is not ready on a device whose gradient is wrong", async () => {
  const { ready, lines } = await diagnose(async () => {
    const device = await openDevice({ backend: "cpu" });
    const { tf } = device;
    const wrong = {
      ...tf,
      square: (x: Parameters<typeof tf.abs>[0]) => tf.abs(x),
    };
    return { ...device, tf: wrong as typeof tf }; // a broken tfjs has the same type
  });
  assert.equal(ready, false);
  assert.match(
    lines.join("\n"),
    /Cannot trust "cpu": a gradient is .*, not 2,-8,-12/,
  );
});
