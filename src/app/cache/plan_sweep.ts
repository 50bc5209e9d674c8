/** What was used this recently stays, whatever is asked for: an hour. */
const SPARED_MS = 3_600_000;

/** Something that can be swept. */
export interface Sweepable {
  /** What is stored under it may be needed. */
  readonly key: string;
  readonly bytes: number;
  /** When it was last used, in milliseconds since 1970. */
  readonly used: number;
  /** Why it goes however young it is, if it does. */
  readonly useless?: string;
}

/** Which keys are needed. */
export interface Roots {
  /** What the latest run that succeeded has, of each pipeline. */
  readonly latest: ReadonlySet<string>;
  /** What runs have that are young. */
  readonly recent: ReadonlySet<string>;
  /** What was only passed on the way to all this. */
  readonly passed: ReadonlySet<string>;
}

/** What a sweep is told. */
export interface SweepRules {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly keepDays: number;
  /** What may stay in all; without, anything that is needed. */
  readonly maxBytes?: number;
  /** What lies beside all this and never goes. */
  readonly fixedBytes?: number;
}

/** What goes, and why, in words. */
export type Swept<Thing> = Thing & { readonly why: string };

const DAY_MS = 24 * 3_600_000;

/**
 * Which of some things go: those that no root needs and nothing used for
 * `keepDays`. If what is left is more than `maxBytes`, the least recently used
 * go as well, those of the latest runs last. Nothing that was used within the
 * last hour goes.
 */
export function planSweep<Thing extends Sweepable>(
  things: readonly Thing[],
  { latest, recent, passed }: Roots,
  { now, keepDays, maxBytes = Infinity, fixedBytes = 0 }: SweepRules,
): readonly Swept<Thing>[] {
  const swept = new Map<Thing, string>();
  const sweepable = things.filter(({ used }) => now - used >= SPARED_MS);
  for (const thing of sweepable) {
    const { key, used, useless } = thing;
    if (useless !== undefined) swept.set(thing, useless);
    else if (passed.has(key)) swept.set(thing, "left by a run that was killed");
    else if (latest.has(key) || recent.has(key)) continue;
    else if (now - used >= keepDays * DAY_MS) {
      swept.set(thing, `not used for ${days(now - used)}`);
    }
  }
  let left = fixedBytes;
  for (const thing of things) if (!swept.has(thing)) left += thing.bytes;
  const rank = ({ key }: Thing) => latest.has(key) ? 1 : 0;
  const oldest = sweepable.filter((thing) => !swept.has(thing))
    .sort((a, b) => rank(a) - rank(b) || a.used - b.used);
  for (const thing of oldest) {
    if (left <= maxBytes) break;
    swept.set(thing, `too much; last used ${days(now - thing.used)} ago`);
    left -= thing.bytes;
  }
  // In the order given: that of `things`.
  return things.flatMap((thing) => {
    const why = swept.get(thing);
    return why === undefined ? [] : [{ ...thing, why }];
  });
}

function days(ms: number): string {
  const hours = Math.floor(ms / 3_600_000);
  if (hours < 48) return `${hours} hours`;
  return `${Math.floor(ms / DAY_MS)} days`;
}
