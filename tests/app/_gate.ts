/**
 * Stages of one's own that hold a training in its midst until a test lets it
 * on: what must happen meanwhile then has all the time that it takes, however
 * fast training is.
 *
 * @module
 */
import { join } from "node:path";
import type { Desk } from "./_cli.ts";

/**
 * What a pipeline begins with that holds `stepGate({})`, a transform, or
 * `epochGate({})`, a metric. Both let so many batches or epochs of a process
 * pass as a file of the desk says, all where there is none, and say in the
 * cache that they hold one. Once they did they stay slow, so that what was
 * asked meanwhile is heard before the training is at its end.
 */
export const GATES = `import { readFileSync, writeFileSync } from "node:fs";
let passed = 0;
let held = false;
function pass() {
  const cache = Deno.env.get("LEAT_CACHE");
  const wait = new Int32Array(new SharedArrayBuffer(4));
  const most = () => {
    try {
      return Number(readFileSync(\`\${cache}/../most\`, "utf8"));
    } catch {
      return Infinity;
    }
  };
  if (held) Atomics.wait(wait, 0, 0, 20);
  while (passed >= most()) {
    if (!held) writeFileSync(\`\${cache}/held\`, "");
    held = true;
    Atomics.wait(wait, 0, 0, 5);
  }
  passed++;
}
const stepGate = leat.defineStage("transforms", {
  op: "gate",
  version: 1,
  params: leat.z.strictObject({}),
  behave: () => ({
    when: "train",
    apply: (_tf, batch) => {
      pass();
      return batch;
    },
  }),
});
const epochGate = leat.defineStage("metrics", {
  op: "gate",
  version: 1,
  params: leat.z.strictObject({}),
  behave: () => ({
    targets: ["category"],
    better: "higher",
    compute: ({ count }) => {
      pass();
      return count;
    },
  }),
});
`;

/** Lets trainings of a desk pass so many batches or epochs each, or all. */
export async function allow(
  { folder }: Desk,
  most: number | "all",
): Promise<void> {
  const file = join(folder, "most");
  if (most === "all") await Deno.remove(file);
  else await Deno.writeTextFile(file, String(most));
}

/**
 * Waits until a training of a desk is held.
 *
 * @param ending rejects or resolves when it ended before
 */
export async function holding(
  { cache }: Desk,
  ending: Promise<unknown>,
): Promise<void> {
  const file = join(cache, "held");
  let ended = false;
  const end = () => ended = true;
  ending.then(end, end);
  for (;;) {
    const held = await Deno.remove(file).then(() => true, () => false);
    if (held) return;
    if (ended) throw new Error("It ended before it was held");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
