import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import type { Adapter } from "../../../src/engine/device/adapter.ts";

const PRINT_ADAPTER = `
import { openDevice } from "${
  import.meta.resolve("../../../src/engine/device/open_device.ts")
}";
const notices = [];
const device = await openDevice({ onNotice: (line) => notices.push(line) });
const { tf } = device;
const sum = tf.sum(tf.tensor1d([1, 2, 3]));
const number = (await sum.data())[0];
await device.settle();
console.log(JSON.stringify({ adapter: device.adapter, notices, number }));
device.close();
`;

interface Printed {
  readonly adapter: Adapter;
  readonly notices: readonly string[];
  readonly number: number;
}

// A driver is chosen once in a process, so each case needs its own.
async function openWith(
  env: Record<string, string>,
): Promise<{ out?: Printed; error: string }> {
  // The variables of a process are all its threads': where test files run beside
  // each other, another one may be just asking for an adapter, and says which.
  const { DENO_WEBGPU_BACKEND: _, ...own } = Deno.env.toObject();
  const root = fileURLToPath(new URL("../../..", import.meta.url));
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--quiet", "--no-lock", PRINT_ADAPTER],
    cwd: root,
    clearEnv: true,
    env: { ...own, LEAT_DRIVER: "auto", ...env },
  }).output();
  const error = new TextDecoder().decode(stderr);
  if (!success) return { error };
  // The child is our own program: what it prints has the type we gave it.
  return {
    out: JSON.parse(new TextDecoder().decode(stdout)) as Printed,
    error,
  };
}

const LINUX_X64 = Deno.build.os === "linux" && Deno.build.arch === "x86_64";

Deno.test({
  name:
    "openDevice() computes on SwiftShader where no Vulkan driver is installed, and says so",
  ignore: !LINUX_X64,
  async fn() {
    const { out, error } = await openWith({
      VK_DRIVER_FILES: "/nonexistent",
      VK_ICD_FILENAMES: "/nonexistent",
    });
    assert.ok(out, error);
    assert.equal(out.adapter.driver, "swiftshader");
    assert.equal(out.adapter.software, true);
    assert.equal(out.adapter.limits.maxStorageBuffersPerShaderStage, 10);
    assert.equal(out.number, 6);
    assert.match(
      out.notices.at(-1) ?? "",
      /SwiftShader.*apt-get install mesa-vulkan-drivers/,
    );
    assert.equal(error, "", "nothing else is printed");
  },
});

Deno.test({
  name: "openDevice() lists what was tried where nothing works",
  ignore: !LINUX_X64,
  async fn() {
    const home = await Deno.makeTempDir();
    try {
      await Deno.writeTextFile(
        `${home}/leat`,
        "a file where the folder should be",
      );
      const { out, error } = await openWith({
        LEAT_CACHE_HOME: home,
        VK_DRIVER_FILES: "/nonexistent",
        VK_ICD_FILENAMES: "/nonexistent",
        __EGL_VENDOR_LIBRARY_FILENAMES: "/nonexistent",
      });
      assert.equal(out, undefined);
      assert.match(error, /Cannot open a GPU device: no adapter was found/);
      assert.match(error, /Vulkan: /);
      assert.match(error, /SwiftShader: /);
    } finally {
      await Deno.remove(home, { recursive: true });
    }
  },
});

Deno.test({
  name: "openDevice() refuses an unknown LEAT_DRIVER",
  async fn() {
    const { error } = await openWith({ LEAT_DRIVER: "cuda" });
    assert.match(error, /Cannot use LEAT_DRIVER "cuda"/);
  },
});
