/**
 * The memory of the processes of a server, where Linux tells it.
 *
 * @module
 */

/** Resident memory at some moment, in MiB. */
export interface Sample {
  readonly seconds: number;
  readonly serving: number;
  /** Nothing while the process is being started. */
  readonly answering: number | undefined;
}

function statusOf(pid: number | string): string {
  return Deno.readTextFileSync(`/proc/${pid}/status`);
}

function resident(pid: number): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(statusOf(pid))?.[1]) / 1024;
}

/** The process that answers, which the one that serves has started. */
function answeringOf(parent: number): number | undefined {
  for (const { name } of Deno.readDirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      if (!statusOf(name).includes(`\nPPid:\t${parent}\n`)) continue;
      const command = Deno.readTextFileSync(`/proc/${name}/cmdline`);
      if (command.includes("serve_child.ts")) return Number(name);
    } catch {
      // It ended meanwhile.
    }
  }
  return undefined;
}

/** What the process that serves and the one that answers hold now. */
export function memoryOf(pid: number, seconds: number): Sample {
  const child = answeringOf(pid);
  return {
    seconds,
    serving: resident(pid),
    answering: child === undefined ? undefined : resident(child),
  };
}

/** One look, as a line. */
export function spoken({ seconds, serving, answering }: Sample): string {
  const mebibytes = (value: number) => `${value.toFixed(0)} MiB`;
  const other = answering === undefined ? "-" : mebibytes(answering);
  return `${seconds.toFixed(0)} s: serving ${
    mebibytes(serving)
  }, answering ${other}`;
}

/** More than this, of what was held before, is growth. */
const ALLOWED = 1.1;

/**
 * Whether the memory of the last quarter is that of the third. Of each, the
 * least counts, which is what no collection of garbage takes away; in the first
 * half, heaps grow to what they need.
 */
export function isSteady(samples: readonly Sample[]): boolean {
  const warm = samples.slice(samples.length >> 1);
  const quarters = [
    warm.slice(0, warm.length >> 1),
    warm.slice(warm.length >> 1),
  ];
  return (["serving", "answering"] as const).every((name) => {
    const [before = NaN, after = NaN] = quarters.map((each) =>
      Math.min(...each.flatMap((sample) => sample[name] ?? []))
    );
    return !(after > before * ALLOWED);
  });
}
