import assert from "node:assert/strict";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress } from "node:zlib";
import { packTar } from "modern-tar";
import { installSwiftShader } from "../../../src/engine/device/swiftshader.ts";
import { withVariables } from "../../_environment.ts";
import { withFolder } from "../../_folder.ts";

async function inCacheHome(
  body: (home: string) => Promise<void>,
): Promise<void> {
  await withFolder((home) =>
    withVariables({ LEAT_CACHE_HOME: home }, () => body(home))
  );
}

async function archive(
  home: string,
  files: Record<string, string>,
): Promise<string> {
  const entries = Object.entries(files).map(([name, body]) => ({
    header: { name, size: body.length, type: "file" as const },
    body,
  }));
  const path = join(home, "driver.tar.br");
  await Deno.writeFile(
    path,
    await promisify(brotliCompress)(await packTar(entries)),
  );
  return path;
}

async function entriesOf(folder: string): Promise<string[]> {
  try {
    return (await Array.fromAsync(Deno.readDir(folder))).map((entry) =>
      entry.name
    );
  } catch {
    return [];
  }
}

Deno.test("installSwiftShader() refuses files that are not the pinned ones", async () => {
  await inCacheHome(async (home) => {
    const path = await archive(home, {
      "libvk_swiftshader.so": "evil",
      "libvulkan.so.1": "evil",
      "vk_swiftshader_icd.json": "{}",
    });
    await assert.rejects(
      installSwiftShader({ locate: () => Promise.resolve(path) }),
      {
        name: "PipelineError",
        message:
          /^Cannot trust "libvk_swiftshader\.so": its sha256 is [0-9a-f]{64}, not 2f3ceff/,
      },
    );
    assert.deepEqual(await entriesOf(join(home, "leat", "swiftshader")), []);
  });
});

Deno.test("installSwiftShader() says which file the archive lacks", async () => {
  await inCacheHome(async (home) => {
    const path = await archive(home, { "readme.txt": "hello" });
    await assert.rejects(
      installSwiftShader({ locate: () => Promise.resolve(path) }),
      {
        message:
          /^Cannot load "SwiftShader": ".*" holds no libvk_swiftshader\.so$/,
      },
    );
  });
});

Deno.test("installSwiftShader() says that an archive cannot be unpacked", async () => {
  await inCacheHome(async (home) => {
    const path = join(home, "driver.tar.br");
    await Deno.writeTextFile(path, "<html>not found</html>");
    await assert.rejects(
      installSwiftShader({ locate: () => Promise.resolve(path) }),
      {
        message: /^Cannot load "SwiftShader": ".*" cannot be unpacked/,
        remedy: "Install a Vulkan driver: apt-get install mesa-vulkan-drivers",
      },
    );
  });
});

Deno.test({
  name:
    "installSwiftShader() may run twice at once, mends a damaged file, and says what cannot be written",
  ignore: Deno.build.os !== "linux" || Deno.build.arch !== "x86_64",
  async fn() {
    await inCacheHome(async (home) => {
      const [folder, other] = await Promise.all([
        installSwiftShader(),
        installSwiftShader(),
      ]);
      assert.equal(folder, other);
      assert.deepEqual(await entriesOf(join(home, "leat", "swiftshader")), [
        "153.0.0",
      ]);
      await Deno.truncate(join(folder, "libvulkan.so.1"), 100);
      await installSwiftShader();
      assert.ok((await Deno.stat(join(folder, "libvulkan.so.1"))).size > 100);
    });
    await inCacheHome(async (home) => {
      await Deno.mkdir(join(home, "leat"));
      await Deno.writeTextFile(join(home, "leat", "swiftshader"), "");
      await assert.rejects(installSwiftShader(), {
        name: "PipelineError",
        message:
          /^Cannot load "SwiftShader": ".*swiftshader\/153\.0\.0" cannot be written: /,
      });
    });
  },
});

Deno.test("installSwiftShader() passes on why the package cannot be fetched", async () => {
  await inCacheHome(async () => {
    let told = 0;
    await assert.rejects(
      installSwiftShader({
        locate: () => Promise.reject(new Error("no network")),
        onFetch: () => told++,
      }),
      { message: "no network" },
    );
    assert.equal(told, 1);
  });
});
