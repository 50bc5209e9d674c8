import assert from "node:assert/strict";
import {
  chooseDriver,
  type Machine,
} from "../../../src/engine/device/choose_driver.ts";

function machine(differences: Partial<Machine> = {}): Machine {
  return {
    os: "linux",
    arch: "x86_64",
    env: () => undefined,
    probeVulkan: () => ({ kind: "devices", count: 1 }),
    loadSwiftShader: () => Promise.resolve(),
    ...differences,
  };
}

const NO_DRIVER: Partial<Machine> = {
  probeVulkan: () => ({ kind: "devices", count: 0 }),
};

Deno.test("chooseDriver() takes Vulkan where there is a device", async () => {
  const choice = await chooseDriver(machine());
  assert.equal(choice.driver, "vulkan");
  assert.deepEqual(choice.tried, ["Vulkan: 1 device"]);
});

Deno.test("chooseDriver() prefers SwiftShader to GL where no driver offers a device", async () => {
  const choice = await chooseDriver(machine(NO_DRIVER));
  assert.equal(choice.driver, "swiftshader");
  assert.match(choice.tried[0] ?? "", /no driver offers a device/);
});

Deno.test("chooseDriver() takes SwiftShader where there is no Vulkan loader", async () => {
  const choice = await chooseDriver(
    machine({ probeVulkan: () => ({ kind: "no loader" }) }),
  );
  assert.equal(choice.driver, "swiftshader");
  assert.match(choice.tried[0] ?? "", /libvulkan\.so\.1 is not installed/);
});

Deno.test("chooseDriver() falls back to GL and says why SwiftShader failed", async () => {
  const choice = await chooseDriver(machine({
    ...NO_DRIVER,
    loadSwiftShader: () => Promise.reject(new Error("no network")),
  }));
  assert.equal(choice.driver, "gl");
  assert.equal(choice.tried.at(-1), "SwiftShader: no network");
});

Deno.test("chooseDriver() says that SwiftShader is not for this processor", async () => {
  const choice = await chooseDriver(machine({ ...NO_DRIVER, arch: "aarch64" }));
  assert.equal(choice.driver, "gl");
  assert.match(choice.tried.at(-1) ?? "", /there is none for linux on aarch64/);
});

Deno.test("chooseDriver() leaves macOS and Windows to wgpu and probes nothing", async () => {
  for (const os of ["darwin", "windows"]) {
    const probeVulkan = () => assert.fail("probed");
    const choice = await chooseDriver(machine({ os, probeVulkan }));
    assert.equal(choice.driver, undefined);
  }
});

Deno.test("chooseDriver() obeys LEAT_DRIVER before anything else", async () => {
  for (const driver of ["gl", "swiftshader", "vulkan"]) {
    const env = (name: string) => name === "LEAT_DRIVER" ? driver : "metal";
    assert.equal((await chooseDriver(machine({ env }))).driver, driver);
  }
});

Deno.test("chooseDriver() obeys DENO_WEBGPU_BACKEND", async () => {
  const env = (name: string) =>
    name === "DENO_WEBGPU_BACKEND" ? "gl" : undefined;
  const choice = await chooseDriver(machine({ ...NO_DRIVER, env }));
  assert.equal(choice.driver, undefined);
  assert.deepEqual(choice.tried, ["DENO_WEBGPU_BACKEND asks for gl"]);
});

Deno.test("chooseDriver() gives no driver where a forced SwiftShader cannot be had", async () => {
  const env = (name: string) =>
    name === "LEAT_DRIVER" ? "swiftshader" : undefined;
  const choice = await chooseDriver(
    machine({ env, os: "darwin", arch: "aarch64" }),
  );
  assert.equal(choice.driver, undefined);
  assert.match(choice.tried.at(-1) ?? "", /only for linux on x86_64/);
});

Deno.test("chooseDriver() refuses an unknown LEAT_DRIVER and names the known ones", async () => {
  const env = (name: string) => name === "LEAT_DRIVER" ? "cuda" : undefined;
  await assert.rejects(chooseDriver(machine({ env })), {
    name: "PipelineError",
    message:
      'Cannot use LEAT_DRIVER "cuda": it is not one of auto, vulkan, swiftshader, gl',
    remedy: "Unset LEAT_DRIVER to let Leat choose",
  });
});
