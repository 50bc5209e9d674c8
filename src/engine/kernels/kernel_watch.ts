import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { Fallback } from "../../flow/events/engine_report.ts";
import { type LeftCall, whyUncovered } from "./uncovered.ts";

/** Inputs that are named: what comes after them follows from them. */
const NAMED = 2;

const watches = new Set<KernelWatch>();

/** Counts who answers the calls of kernels that ours stand before, until it is disposed of. */
export class KernelWatch implements Disposable {
  readonly #ours = new Map<string, number>();
  readonly #fallbacks = new Map<string, Fallback>();

  /** Begins to count the calls of this process, whoever makes them. */
  constructor() {
    watches.add(this);
  }

  /** Calls that kernels of ours answered, by the name of the kernel. */
  get ours(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#ours);
  }

  /** Calls that were left to tfjs' own, the most frequent first. */
  get fallbacks(): readonly Fallback[] {
    return [...this.#fallbacks.values()].sort((a, b) => b.calls - a.calls);
  }

  /** Counts a call that a kernel of ours answered. */
  answered(kernel: string): void {
    this.#ours.set(kernel, (this.#ours.get(kernel) ?? 0) + 1);
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
  }
}

/** Tells those who watch of a call, if anybody does. */
export function tellOfCall(answered: boolean, call: () => LeftCall): void {
  if (watches.size === 0) return;
  const told = call();
  for (const watch of watches) {
    if (answered) watch.answered(told.kernel);
    else watch.left(told);
  }
}

function textOf({ shape, dtype }: TensorInfo): string {
  return `${dtype === "float32" ? "" : `${dtype} `}[${shape}]`;
}
