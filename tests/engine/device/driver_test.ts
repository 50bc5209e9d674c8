import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { withFolder } from "../../_folder.ts";
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

// A driver is chosen once in a process, so each case needs its own. Tests that
// run beside this one set variables meanwhile: none of them is passed on.
async function openWith(
  home: string,
  env: Record<string, string>,
): Promise<{ out?: Printed; error: string }> {
  const root = fileURLToPath(new URL("../../..", import.meta.url));
  const { DENO_WEBGPU_BACKEND: _, ...others } = Deno.env.toObject();
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--quiet", "--no-lock", PRINT_ADAPTER],
    cwd: root,
    clearEnv: true,
    env: { ...others, LEAT_DRIVER: "auto", LEAT_CACHE_HOME: home, ...env },
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
  fn: () =>
    withFolder(async (home) => {
      const { out, error } = await openWith(home, {
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
    }),
});

Deno.test({
  name: "openDevice() lists what was tried where nothing works",
  ignore: !LINUX_X64,
  fn: () =>
    withFolder(async (home) => {
      const file = "a file where the folder should be";
      await Deno.writeTextFile(`${home}/leat`, file);
      const { out, error } = await openWith(home, {
        VK_DRIVER_FILES: "/nonexistent",
        VK_ICD_FILENAMES: "/nonexistent",
        __EGL_VENDOR_LIBRARY_FILENAMES: "/nonexistent",
      });
      assert.equal(out, undefined);
      assert.match(error, /Cannot open a GPU device: no adapter was found/);
      assert.match(error, /Vulkan: /);
      assert.match(error, /SwiftShader: /);
    }),
});

Deno.test({
  name: "openDevice() refuses an unknown LEAT_DRIVER",
  fn: () =>
    withFolder(async (home) => {
      const { error } = await openWith(home, { LEAT_DRIVER: "cuda" });
      assert.match(error, /Cannot use LEAT_DRIVER "cuda"/);
    }),
});
