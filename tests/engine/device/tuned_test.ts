import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import {
  COMPACT,
  SHARED,
  SHORT,
  type Tuning,
} from "../../../src/engine/kernels/tuning.ts";
import { compilesReadily } from "../../../src/engine/device/compile_cost.ts";
import { createDevice } from "../../../src/engine/device/create_device.ts";
import {
  isMeasured,
  tuningFile,
  tuningOf,
  writeTuning,
} from "../../../src/engine/device/tuned.ts";
import { withVariables } from "../../_environment.ts";
import { withFolder } from "../../_folder.ts";

/** Runs with results kept in a folder of its own. */
async function withCache(work: (folder: string) => Promise<void>) {
  await withFolder((folder) =>
    withVariables(
      { LEAT_CACHE_HOME: folder },
      () => work(join(folder, "leat")),
    )
  );
}

/** Milliseconds; it goes on as such a GPU compiles, whatever else runs here. */
let clock = 0;

/** Runs with that clock. */
async function withClock<Result>(work: () => Promise<Result>): Promise<Result> {
  const { now } = performance;
  performance.now = () => clock;
  try {
    return await work();
  } finally {
    performance.now = now;
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
      onSubmittedWorkDone: () => {
        clock += wait;
        return Promise.resolve();
      },
    },
  } as unknown as GPUDevice;
}

const QUICK = compiler({ read: 0.5, product: 0.1 });
const SLOW = compiler({ read: 12, product: 0.1 });

Deno.test("a compiler is slow where reads take far longer than multiplications", async () => {
  await withClock(async () => {
    assert.equal(await compilesReadily(QUICK), true);
    assert.equal(await compilesReadily(SLOW), false);
  });
});

/** How software computes where its compiler is quick, and where it is slow. */
const PROBED: Tuning = {
  "convolution": "winograd",
  "filter gradient": "winograd",
  "other convolution": "compact",
  "other filter gradient": "compact",
  "small convolution": "compact",
  "small filter gradient": "unrolled",
};
const PROBED_SLOW: Tuning = {
  ...SHORT,
  "convolution": "winograd",
  "filter gradient": "winograd",
};

/** A tuning that no probe chooses. */
const MIXED: Tuning = {
  ...SHARED,
  "convolution": "compact",
  "small convolution": "unrolled",
};

Deno.test("a device is tuned by a probe once, and by what was kept from then on", async () => {
  await withCache(async () => {
    const device = await createDevice();
    const { adapter } = device;
    device.close();
    const kept = JSON.parse(await Deno.readTextFile(tuningFile(adapter)));
    assert.deepEqual(kept.forms, adapter.tuning);
    assert.equal(device.measured, false);
    await writeTuning(adapter, { tuning: MIXED, measured: true });
    const again = await createDevice();
    again.close();
    assert.deepEqual(again.adapter.tuning, MIXED);
    assert.equal(again.measured, true);
    const untuned = await createDevice({ tune: false });
    untuned.close();
    assert.deepEqual(untuned.adapter.tuning, COMPACT);
    assert.equal(untuned.measured, true, "it is not to be");
  });
});

Deno.test("a GPU that was never seen begins in shared memory, and waits for no measurement", async () => {
  await withCache(async () => {
    const device = await createDevice({ software: false });
    device.close();
    assert.deepEqual(device.adapter.tuning, SHARED);
    assert.equal(device.measured, false);
  });
});

Deno.test("a device has the forms that it is told to have, and keeps none of them", async () => {
  await withCache(async (folder) => {
    const names: string[] = [];
    const device = await createDevice({
      formsOf: ({ name }) => {
        names.push(name);
        return MIXED;
      },
    });
    device.close();
    assert.deepEqual(names, [device.adapter.name]);
    assert.deepEqual(device.adapter.tuning, MIXED);
    assert.equal(device.measured, true, "it is not to be");
    await assert.rejects(Deno.stat(join(folder, "tuning")));
  });
});

Deno.test("a GPU that is not to be tuned is not measured, nor one with tfjs' own kernels", async () => {
  await withCache(async (folder) => {
    for (const option of [{ tune: false }, { stockKernels: true }]) {
      const device = await createDevice({ ...option, software: false });
      device.close();
      assert.deepEqual(device.adapter.tuning, COMPACT);
    }
    await assert.rejects(Deno.stat(join(folder, "tuning")));
  });
});

Deno.test("in software what is large is transformed, and what is small written out where that compiles readily; a GPU shares memory", async () => {
  await withCache(async (folder) => {
    const device = await createDevice({ tune: false });
    device.close();
    const software = { ...device.adapter, software: true };
    const fresh = async (gpu: GPUDevice, adapter: typeof software) => {
      await Deno.remove(join(folder, "tuning"), { recursive: true })
        .catch(() => {});
      const { tuning, measured } = await withClock(() =>
        tuningOf(gpu, adapter)
      );
      assert.equal(measured, false);
      const again = await withClock(() => tuningOf(gpu, adapter));
      assert.deepEqual(again, { tuning, measured, tried: {} });
      return tuning;
    };
    assert.deepEqual(await fresh(QUICK, software), PROBED);
    assert.deepEqual(await fresh(SLOW, software), PROBED_SLOW);
    const real = { ...software, software: false };
    assert.deepEqual(await fresh(SLOW, real), SHARED);
  });
});

Deno.test("a tuning that cannot be read is found anew, and so is one of other kernels or forms", async () => {
  await withCache(async () => {
    const device = await createDevice({ tune: false });
    device.close();
    const adapter = { ...device.adapter, software: true };
    const file = tuningFile(adapter);
    await Deno.mkdir(dirname(file), { recursive: true });
    const { "convolution": _, ...fewer } = SHARED;
    const unreadable = [
      "",
      "{",
      "null",
      "{}",
      '{"forms":3}',
      '{"forms":null}',
      JSON.stringify({ unrolled: ["convolution"] }), // of an earlier Leat
      JSON.stringify({ forms: fewer }),
      JSON.stringify({ forms: { ...SHARED, "convolution": "magic" } }),
      JSON.stringify({ forms: { ...SHARED, "other convolution": "unrolled" } }),
    ];
    for (const text of unreadable) {
      await Deno.writeTextFile(file, text);
      const { tuning } = await withClock(() => tuningOf(QUICK, adapter));
      assert.deepEqual(tuning, PROBED, text);
    }
    const forms = { ...SHARED, "magic": "shared" };
    await Deno.writeTextFile(file, JSON.stringify({ forms }));
    // As an earlier Leat kept it, which did not say whether it had measured.
    const kept = { tuning: SHARED, measured: false, tried: {} };
    assert.deepEqual(await withClock(() => tuningOf(QUICK, adapter)), kept);
  });
});

Deno.test("what was tried is kept as long as that is not all, and forms that are none are not", async () => {
  await withCache(async () => {
    const device = await createDevice({ tune: false });
    device.close();
    const adapter = { ...device.adapter, software: true };
    const tried = { "convolution": ["compact", "winograd"] } as const;
    await writeTuning(adapter, { tuning: MIXED, measured: false, tried });
    assert.equal(await isMeasured(adapter), false);
    const part = { tuning: MIXED, measured: false };
    assert.deepEqual(await withClock(() => tuningOf(QUICK, adapter)), {
      ...part,
      tried,
    });
    const odd = { ...tried, "convolution": ["compact", "magic", 3], "x": [] };
    const file = tuningFile(adapter);
    const { version } = JSON.parse(await Deno.readTextFile(file));
    const write = (tried: unknown, kept = {}) =>
      Deno.writeTextFile(
        file,
        JSON.stringify({ forms: MIXED, version, tried, ...kept }),
      );
    await write(odd);
    assert.deepEqual(await withClock(() => tuningOf(QUICK, adapter)), {
      ...part,
      tried: { "convolution": ["compact"] },
    });
    for (const none of [null, 3, "all", { "convolution": "compact" }]) {
      await write(none);
      assert.deepEqual(await withClock(() => tuningOf(QUICK, adapter)), {
        ...part,
        tried: {},
      });
    }
    // Kernels that are faster or slower now are measured anew.
    await write(tried, { version: version - 1, measured: true });
    assert.deepEqual(await tuningOf(QUICK, adapter), { ...part, tried: {} });
    await writeTuning(adapter, { tuning: MIXED, measured: true });
    assert.equal(await isMeasured(adapter), true);
  });
});

Deno.test("a driver that is replaced where a variable names it has a tuning of its own", async () => {
  const device = await createDevice({ tune: false });
  device.close();
  const adapter = { ...device.adapter, driver: "vulkan" } as const;
  await withFolder(async (folder) => {
    const file = join(folder, "icd.json");
    await Deno.writeTextFile(file, "{}");
    const named = { VK_DRIVER_FILES: `/a.json:${file}` };
    await withVariables(named, () => {
      const files = [2021, 2022].map((year) => {
        const time = new Date(Date.UTC(year, 0));
        Deno.utimeSync(file, time, time);
        return tuningFile(adapter);
      });
      assert.equal(new Set(files).size, 2);
    });
  });
});

Deno.test("a tuning that cannot be kept is used all the same", async () => {
  await withCache(async (folder) => {
    await Deno.mkdir(folder);
    await Deno.writeTextFile(join(folder, "tuning"), "a file, not a folder");
    const device = await createDevice({ tune: false });
    device.close();
    const adapter = { ...device.adapter, software: true };
    const { tuning } = await withClock(() => tuningOf(QUICK, adapter));
    assert.deepEqual(tuning, PROBED);
  });
});

Deno.test("a driver that a variable names has a tuning of its own", async () => {
  const device = await createDevice({ tune: false });
  device.close();
  const adapter = { ...device.adapter, driver: "vulkan" } as const;
  const files = new Set([tuningFile(adapter)]);
  for (const file of ["/a.json", "/b.json"]) {
    const named = { VK_DRIVER_FILES: file };
    files.add(await withVariables(named, () => tuningFile(adapter)));
  }
  assert.equal(files.size, 3);
});
