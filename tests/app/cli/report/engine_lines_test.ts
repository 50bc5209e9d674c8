import assert from "node:assert/strict";
import { engineLines } from "../../../../src/app/cli/report/engine_lines.ts";

Deno.test("what the engine did is told in lines, alike calls in one", () => {
  const add = { kernel: "Add", why: "no row" };
  const lines = engineLines({
    steps: { replayed: 92, anew: 6 },
    replay_bytes: 3 * 2 ** 20,
    kernels: { Add: 9, Conv2D: 4, FusedConv2D: 1, MaxPool: 1 },
    fallbacks: [
      { kernel: "Conv2D", on: "[a]", why: "dilation 2 x 2", calls: 9 },
      { ...add, on: "[b]", calls: 7 },
      { ...add, on: "[c]", calls: 2 },
      { ...add, on: "[d]", calls: 1 },
    ],
    others: { Reshape: 12, Cast: 3 },
  });
  assert.deepEqual(lines, [
    "Steps: 92 replayed, 6 done anew; 3.0 MiB kept on the device to replay them",
    "All pools ran on Leat's kernels",
    "Kernels of tfjs ran in place of Leat's, by calls (replays make none):",
    "  10 x Add: no row ([b]; [c]; 1 more)",
    "  9 x Conv2D: dilation 2 x 2 ([a])",
    "Kernels of tfjs that Leat has none for: 12 x Reshape, 3 x Cast",
  ]);
});

Deno.test("what the device's memory took is told beside what was planned", () => {
  const report = {
    steps: { replayed: 92, anew: 2 },
    replay_bytes: 0,
    kernels: {},
    fallbacks: [],
    others: {},
  };
  const told = (memory: { most: number; planned?: number }) =>
    engineLines({ ...report, memory }).slice(1);
  assert.deepEqual(told({ most: 293 * 2 ** 20, planned: 290 * 2 ** 20 }), [
    "Memory: buffers on the device took at most 293.0 MiB; 290.0 MiB were planned",
  ]);
  assert.deepEqual(told({ most: 3 * 2 ** 20 }), [
    "Memory: buffers on the device took at most 3.0 MiB",
  ]);
  assert.deepEqual(told({ most: 0 }), [], "the processor has none");
});

Deno.test("where tfjs had no part, the kinds of computing are named", () => {
  const report = {
    steps: { replayed: 0, anew: 3 },
    replay_bytes: 0,
    kernels: { Conv2D: 4, MaxPoolGrad: 1, FusedBatchNorm: 1, Unheard: 1 },
    fallbacks: [],
    others: {},
  };
  assert.deepEqual(engineLines(report), [
    "Steps: 0 replayed, 3 done anew",
    "All convolutions, batch norms and pools ran on Leat's kernels",
  ]);
  assert.deepEqual(engineLines({ ...report, kernels: {} }), [
    "Steps: 0 replayed, 3 done anew",
  ]);
});
