import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { COMPACT, UNROLLED } from "../../../src/engine/kernels/tuning.ts";
import { compilesReadily } from "../../../src/engine/device/compile_cost.ts";
import { createDevice } from "../../../src/engine/device/create_device.ts";
import {
  tuningFile,
  tuningOf,
  writeTuning,
} from "../../../src/engine/device/tuned.ts";

/** Runs with results kept in a folder of its own. */
async function withCache(work: (folder: string) => Promise<void>) {
  const folder = await Deno.makeTempDir();
  const before = Deno.env.get("LEAT_CACHE");
  Deno.env.set("LEAT_CACHE", folder);
  try {
    await work(folder);
  } finally {
    if (before === undefined) Deno.env.delete("LEAT_CACHE");
    else Deno.env.set("LEAT_CACHE", before);
    await Deno.remove(folder, { recursive: true });
  }
}

/** A GPU whose compiler takes so many milliseconds for each read and product. */
function compiler(cost: { readonly read: number; readonly product: number }) {
  let wait = 0;
  const count = (code: string, what: RegExp) => [...code.matchAll(what)].length;
  const pass = {
    setPipeline() {},
    setBindGroup() {},
    dispatchWorkgroups() {},
    end() {},
  };
  return {
    createBuffer: () => ({ destroy() {} }),
    createShaderModule({ code }: { readonly code: string }) {
      wait = cost.read * count(code, /let x/g) +
        cost.product * count(code, /fma/g);
      return {};
    },
    createComputePipeline: () => ({ getBindGroupLayout: () => ({}) }),
    createBindGroup: () => ({}),
    createCommandEncoder: () => ({
      beginComputePass: () => pass,
      finish: () => ({}),
    }),
    queue: {
      submit() {},
      onSubmittedWorkDone: () =>
        new Promise<void>((done) => setTimeout(done, wait)),
    },
  } as unknown as GPUDevice;
}

const QUICK = compiler({ read: 0.5, product: 0.1 });
const SLOW = compiler({ read: 12, product: 0.1 });

Deno.test("a compiler is slow where reads take far longer than multiplications", async () => {
  assert.equal(await compilesReadily(QUICK), true);
  assert.equal(await compilesReadily(SLOW), false);
});

Deno.test("a device is tuned by a probe once, and by what was kept from then on", async () => {
  await withCache(async () => {
    const device = await createDevice();
    const { adapter } = device;
    device.close();
    const kept = JSON.parse(await Deno.readTextFile(tuningFile(adapter)));
    assert.deepEqual(kept.unrolled, adapter.unrolled);
    await writeTuning(adapter, ["whole convolution"]);
    const again = await createDevice();
    again.close();
    assert.deepEqual(again.adapter.unrolled, ["whole convolution"]);
    const untuned = await createDevice({ tune: false });
    untuned.close();
    assert.deepEqual(untuned.adapter.unrolled, COMPACT);
  });
});

Deno.test("software is written out where its compiler is quick, a GPU never", async () => {
  await withCache(async (folder) => {
    const device = await createDevice({ tune: false });
    device.close();
    const software = { ...device.adapter, software: true };
    const fresh = async (gpu: GPUDevice, adapter: typeof software) => {
      await Deno.remove(join(folder, "tuning"), { recursive: true })
        .catch(() => {});
      return await tuningOf(gpu, adapter);
    };
    assert.deepEqual(await fresh(QUICK, software), UNROLLED);
    assert.deepEqual(await fresh(SLOW, software), COMPACT);
    const real = { ...software, software: false };
    assert.deepEqual(await fresh(QUICK, real), COMPACT);
  });
});

Deno.test("a tuning that cannot be read is found anew, and other names are no kernels", async () => {
  await withCache(async () => {
    const device = await createDevice({ tune: false });
    device.close();
    const adapter = { ...device.adapter, software: true };
    const file = tuningFile(adapter);
    await Deno.mkdir(dirname(file), { recursive: true });
    for (const text of ["", "{", "null", "{}", '{"unrolled":3}']) {
      await Deno.writeTextFile(file, text);
      assert.deepEqual(await tuningOf(QUICK, adapter), UNROLLED, text);
    }
    await Deno.writeTextFile(file, '{"unrolled":["convolution","magic"]}');
    assert.deepEqual(await tuningOf(QUICK, adapter), ["convolution"]);
  });
});

Deno.test("a tuning that cannot be kept is used all the same", async () => {
  await withCache(async (folder) => {
    await Deno.writeTextFile(join(folder, "tuning"), "a file, not a folder");
    const device = await createDevice({ tune: false });
    device.close();
    const adapter = { ...device.adapter, software: true };
    assert.deepEqual(await tuningOf(QUICK, adapter), UNROLLED);
  });
});
