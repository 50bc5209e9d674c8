import type { LockedRun } from "../lock/lock.ts";

type Machine = Pick<LockedRun, "adapter" | "versions">;

/** One thing in which two machines differ that decides the last bits. */
export interface MachineDifference {
  readonly name: string;
  readonly recorded: string | number | boolean | null;
  readonly found: string | number | boolean | null;
}

/** What the version of Leat's own numerics is called. */
export const KERNELS = "version of the kernels";

/** What each entry of a record is called; others keep their own name. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ["name", "adapter"],
  ["f16", "half precision"],
  ["convolutions", "forms of kernels"],
  ["batches", "parts of batches"],
  ["deno", "Deno"],
  ["kernels", KERNELS],
]);

/** Made of other entries, or nothing that computes. */
const SAID_ELSEWHERE = new Set(["description", "vendor", "software"]);

/** The versions of what computes that a record was made with, and others now. */
export function machineDifferences(
  recorded: Machine,
  found: Machine,
): readonly MachineDifference[] {
  const before = new Map(
    Object.entries({ ...recorded.adapter, ...recorded.versions }),
  );
  const now = new Map(Object.entries({ ...found.adapter, ...found.versions }));
  const names = new Set([...now.keys(), ...before.keys()]);
  return [...names].filter((name) => !SAID_ELSEWHERE.has(name))
    .map((name) => ({
      name: WORDS.get(name) ?? name,
      recorded: before.get(name) ?? null,
      found: now.get(name) ?? null,
    }))
    .filter(({ recorded, found }) => recorded !== found);
}
