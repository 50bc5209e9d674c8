import assert from "node:assert/strict";
import { openDevice } from "../../../../src/engine/device/open_device.ts";
import {
  tuningFile,
  writeTuning,
} from "../../../../src/engine/device/tuned.ts";
import {
  COMPACT,
  SHARED,
  tuningText,
} from "../../../../src/engine/kernels/tuning.ts";
import type { LearnOptions } from "../../../../src/engine/run/job/job.ts";
import { learn } from "../../../../src/engine/run/learn.ts";
import { Interrupted } from "../../../../src/base/errors/interrupted.ts";
import type { RunEvent } from "../../../../src/flow/events/event.ts";
import * as leat from "leat";
import { withVariables } from "../../../_environment.ts";
import { drawPictures, jobOf, pictures, withFolder } from "../../jobs.ts";

/** Measures between all steps: of so few, long enough for one kernel. */
const AT_ONCE = { after: 0, share: 1, budget: Infinity };

const pipeline = leat.pipeline({
  ...pictures.spec,
  fit: leat.constant(3, { learningRate: 0.01, batch: 4 }),
});

/** Runs where nothing is kept of any adapter. */
async function withCaches(
  use: (
    folder: string,
    train: (
      cache: string,
      options?: Partial<LearnOptions>,
    ) => Promise<
      Awaited<ReturnType<typeof learn>> & { readonly said: readonly string[] }
    >,
  ) => Promise<void>,
): Promise<void> {
  await withFolder(async (folder) => {
    await drawPictures(`${folder}/pictures`, 35);
    await withVariables(
      { LEAT_CACHE_HOME: folder },
      () =>
        use(folder, async (cache, options = {}) => {
          const said: string[] = [];
          const emit = (event: RunEvent) => {
            if (event.type === "notice") said.push(event.text);
          };
          const { signal } = new AbortController();
          const job = await jobOf(pipeline, folder, { cache });
          const learned = await learn(job, { emit, signal, ...options });
          return { ...learned, said };
        }),
    );
  });
}

async function adapterHere() {
  const device = await openDevice({ tune: false });
  device.close();
  return device.adapter;
}

Deno.test("learn() measures kernels beside its steps, of which it changes no bit, for the trainings that follow", async () => {
  await withCaches(async (_, train) => {
    const file = tuningFile(await adapterHere());
    const kept = async () => JSON.parse(await Deno.readTextFile(file));
    const measuring = await train("one", { beside: AT_ONCE });
    const [said] = measuring.said.filter((text) => /were measured/.test(text));
    assert.match(said ?? "", /^Some kernels .* or deno task tune does$/);
    const { measured, tried } = await kept();
    assert.equal(measured, false);
    assert.deepEqual(Object.keys(tried), ["convolution"]);
    // What is known of kernels is kept, and the next one goes on from there.
    await train("two", { beside: AT_ONCE });
    const more = Object.keys((await kept()).tried);
    assert.deepEqual(more, ["convolution", "filter gradient"]);
    await writeTuning(await adapterHere(), { tuning: SHARED, measured: true });
    const after = await train("four", { beside: AT_ONCE });
    assert.deepEqual(after.said, [], "all is measured");
    const likely = { ...measuring.adapter };
    const again = await train("three", { like: likely });
    assert.deepEqual(again.outputs, measuring.outputs);
    assert.deepEqual(again.adapter, measuring.adapter);
  });
});

Deno.test("learn() that is stopped keeps no measurement: what goes on from there has the same kernels", async () => {
  await withCaches(async (_, train) => {
    const file = tuningFile(await adapterHere());
    const stop = new AbortController();
    await assert.rejects(
      train("one", {
        beside: AT_ONCE,
        signal: stop.signal,
        emit: ({ type }) => {
          if (type === "epoch") stop.abort();
        },
      }),
      Interrupted,
    );
    const { measured } = JSON.parse(await Deno.readTextFile(file));
    assert.equal(measured, false);
    const rest = await train("one");
    const whole = await train("two");
    assert.deepEqual(rest.outputs, whole.outputs);
  });
});

for (const within of [false, true]) {
  const where = within ? "within an epoch" : "between epochs";
  Deno.test(`learn() that was stopped ${where} goes on with its kernels, whatever was measured since`, async () => {
    await withCaches(async (_, train) => {
      const stop = new AbortController();
      await assert.rejects(
        train("one", {
          signal: stop.signal,
          timer: { due: () => false, restart() {} },
          emit: ({ type }) => {
            if (type === (within ? "batch" : "epoch")) stop.abort();
          },
        }),
        Interrupted,
      );
      const whole = await train("two");
      const adapter = await adapterHere();
      await writeTuning(adapter, { tuning: SHARED, measured: true });
      const rest = await train("one");
      assert.deepEqual(rest.outputs, whole.outputs);
      assert.deepEqual(rest.adapter, whole.adapter);
      const later = await train("three");
      assert.equal(later.adapter?.["convolutions"], tuningText(SHARED));
    });
  });
}

Deno.test("learn() that is not to be tuned measures nothing", async () => {
  await withCaches(async (_, train) => {
    const plain = await train("one", { tune: false, beside: AT_ONCE });
    assert.deepEqual(plain.said, []);
    assert.equal(plain.adapter?.["convolutions"], tuningText(COMPACT));
  });
});

Deno.test("learn() like another run has its forms of kernels on the same adapter, and no other's", async () => {
  await withCaches(async (_, train) => {
    const adapter = await adapterHere();
    await writeTuning(adapter, { tuning: SHARED, measured: true });
    const { name, driver } = adapter;
    const convolutions = tuningText(COMPACT);
    const like = { name, driver, convolutions };
    const formsOf = async (cache: string, like: LearnOptions["like"]) =>
      (await train(cache, like ? { like } : {})).adapter?.["convolutions"];
    assert.equal(await formsOf("one", like), convolutions);
    const others = tuningText(SHARED);
    assert.equal(await formsOf("two", { ...like, name: "Arc" }), others);
    assert.equal(await formsOf("three", { name, driver }), others);
    const unknown = { ...like, convolutions: "with magic: all" };
    assert.equal(await formsOf("four", unknown), others);
  });
});
