import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import type { StepSide } from "../step/side.ts";
import {
  BETA2,
  CLASSES,
  EPSILON,
  MOMENTUM,
  RATE,
  type StepTask,
} from "../step/task.ts";

const SCRIPT = fileURLToPath(new URL("./step.py", import.meta.url));

/** Debian's packages are the system's own Python's, whatever comes first. */
const PYTHONS = ["/usr/bin/python3", "python3", "python"];

const greeting = z.strictObject({ name: z.string(), parameters: z.int() });
const losses = z.array(z.number());

/** A Python that has PyTorch, if any: `LEAT_PYTHON`, or one of the usual. */
export function findTorch(): string | undefined {
  const own = Deno.env.get("LEAT_PYTHON");
  return (own ? [own] : PYTHONS).find((python) =>
    spawnSync(python, ["-c", "import torch"], { stdio: "ignore" }).status === 0
  );
}

/** Starts PyTorch on a task, with random weights of its own. */
export async function torchSide(
  python: string,
  blocks: readonly number[],
  { optimizer, trains, size, batch }: StepTask,
): Promise<StepSide> {
  const settings = JSON.stringify({
    blocks,
    optimizer,
    trains,
    size,
    batch,
    classes: CLASSES,
    rate: RATE,
    momentum: MOMENTUM[optimizer],
    beta2: BETA2,
    epsilon: EPSILON,
  });
  const child: ChildProcess = spawn(python, [SCRIPT, settings], {
    // Its threads would spin on between its steps, and slow the other side.
    env: { OMP_WAIT_POLICY: "PASSIVE", ...Deno.env.toObject() },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const { stdin, stdout } = child;
  if (stdin === null || stdout === null) {
    throw new TypeError("Cannot talk to PyTorch: it has no pipes");
  }
  const lines = createInterface({ input: stdout })[Symbol.asyncIterator]();
  const read = async (): Promise<unknown> => {
    const { done, value } = await lines.next();
    if (done) throw new Error("Cannot measure PyTorch: its process ended");
    return JSON.parse(value);
  };
  return {
    ...greeting.parse(await read()),
    async steps(count) {
      stdin.write(`${count}\n`);
      return losses.parse(await read());
    },
    close() {
      stdin.end(); // the script ends with its input
    },
  };
}
