import * as tf from "@tensorflow/tfjs-core";
import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { KernelFallback } from "../../flow/events/engine_report.ts";
import { type LeftCall, whyUncovered } from "./uncovered.ts";

/** Inputs that are named: what comes after them follows from them. */
const NAMED = 2;

const watches = new Set<KernelWatch>();

/** tfjs exports the name of each of its kernels. */
const ofTfjs: ReadonlySet<unknown> = new Set(Object.values(tf));

/** Counts who answers calls of kernels on WebGPU, until it is disposed of. */
export class KernelWatch implements Disposable {
  readonly #ours = new Map<string, number>();
  readonly #fallbacks = new Map<string, KernelFallback>();
  /** Calls of each kernel, whoever answered. */
  readonly #called = new Map<string, number>();

  /** Begins to count the calls of this process, whoever makes them. */
  constructor() {
    watches.add(this);
    listen();
  }

  /** Calls that kernels of ours answered, by the name of the kernel. */
  get ours(): Readonly<Record<string, number>> {
    const own = [...this.#called].filter(([kernel]) => !ofTfjs.has(kernel));
    return Object.fromEntries([...this.#ours, ...own]);
  }

  /** Calls that were left to tfjs' own, the most frequent first. */
  get fallbacks(): readonly KernelFallback[] {
    return [...this.#fallbacks.values()].sort((a, b) => b.calls - a.calls);
  }

  /** Calls of kernels of tfjs that ours do not stand before. */
  get others(): Readonly<Record<string, number>> {
    const told = new Set(this.#ours.keys());
    for (const { kernel } of this.#fallbacks.values()) told.add(kernel);
    return Object.fromEntries(
      [...this.#called]
        .filter(([kernel]) => ofTfjs.has(kernel) && !told.has(kernel))
        .sort(([, a], [, b]) => b - a),
    );
  }

  /** Counts a call of tfjs' engine, whoever answers it. */
  called(kernel: string): void {
    increment(this.#called, kernel);
  }

  /** Counts a call that a kernel of ours answered. */
  answered(kernel: string): void {
    increment(this.#ours, kernel);
  }

  /** Counts a call that was left to tfjs' own. */
  left(call: LeftCall): void {
    const { kernel } = call;
    const on = call.inputs.slice(0, NAMED).map(textOf).join(" and ");
    const why = whyUncovered(call);
    const key = `${kernel} ${on}: ${why}`;
    const { calls = 0 } = this.#fallbacks.get(key) ?? {};
    this.#fallbacks.set(key, { kernel, on, why, calls: calls + 1 });
  }

  [Symbol.dispose](): void {
    watches.delete(this);
    if (watches.size === 0) deafen();
  }
}

let deafen = () => {};

/** Whether calls are those of somebody who measures, and are not counted. */
let unheard = false;

/** Counts no calls from now on, or does again. */
export function countNoCalls(not: boolean): void {
  unheard = not;
}

/** Hears of each kernel that tfjs calls by its name. */
function listen(): void {
  if (watches.size > 1) return;
  const engine = tf.engine();
  const { runKernel } = engine;
  engine.runKernel = new Proxy(runKernel, {
    apply: (target, self, given) => {
      if (!unheard && tf.getBackend() === "webgpu") {
        for (const watch of watches) watch.called(String(given[0]));
      }
      return Reflect.apply(target, self, given);
    },
  });
  deafen = () => {
    engine.runKernel = runKernel;
  };
}

function increment(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

/** Tells those who watch of a call, if anybody does. */
export function tellOfCall(answered: boolean, call: () => LeftCall): void {
  if (unheard || watches.size === 0) return;
  const told = call();
  for (const watch of watches) {
    if (answered) watch.answered(told.kernel);
    else watch.left(told);
  }
}

function textOf({ shape, dtype }: TensorInfo): string {
  return `${dtype === "float32" ? "" : `${dtype} `}[${shape}]`;
}
