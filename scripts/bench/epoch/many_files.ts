import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { fileURLToPath } from "node:url";
import { V8_FLAGS } from "../../../src/app/child/v8_flags.ts";
import { leatRoot } from "../../../src/app/paths.ts";
import { median, type Row } from "../row.ts";
import type { Bench } from "../suite.ts";
import { drawCopies } from "./drawn_files.ts";

const FEW = 4_000;
const MANY = 40_000;

const CHILD = fileURLToPath(new URL("many_files_child.ts", import.meta.url));

/** The most megabytes that a process of its own took. */
async function peakOf(...args: readonly string[]): Promise<number> {
  const { stdout } = await promisify(execFile)(
    Deno.execPath(),
    ["run", "--quiet", V8_FLAGS, "-A", CHILD, ...args],
    { cwd: leatRoot },
  );
  return Number(stdout);
}

/** What it took to pack so many files, and to read them as an epoch does. */
async function peaksOf(
  folder: string,
  count: number,
): Promise<{ readonly packing: number; readonly reading: number }> {
  const packed = join(folder, "packed");
  await mkdir(packed, { recursive: true });
  const images = join(folder, "images");
  return {
    packing: await peakOf("pack", images, packed, String(count)),
    reading: await peakOf("read", packed),
  };
}

/** Memory by the number of files: what stays is a list, and no image. */
export async function* manyFiles(bench: Bench): AsyncGenerator<Row> {
  const what = "40,000 small files";
  if (!bench.wants(what)) return;
  const folder = await mkdtemp(join(tmpdir(), "leat-bench-"));
  try {
    bench.say(`epoch: ${what}, drawing them`);
    await drawCopies(join(folder, "images"), MANY, [96, 72]);
    const few: Awaited<ReturnType<typeof peaksOf>>[] = [];
    const many: typeof few = [];
    for (let turn = 0; turn < (bench.quick ? 1 : 3); turn++) {
      bench.say(`epoch: ${what}, turn ${turn + 1}`);
      few.push(await peaksOf(folder, FEW));
      many.push(await peaksOf(folder, MANY));
    }
    for (const part of ["packing", "reading"] as const) {
      const [before, after] = [few, many].map((all) =>
        all.map((peaks) => peaks[part])
      ) as [number[], number[]];
      const more = (median(after) - median(before)) * 1000 / (MANY - FEW);
      const row = (runs: readonly number[], files: number): Row => ({
        suite: "epoch",
        what: `${what}: most memory while ${part}`,
        side: `${files.toLocaleString("en")} files`,
        unit: "MB",
        median: median(runs),
        runs,
      });
      yield row(before, FEW);
      yield {
        ...row(after, MANY),
        note: `${more.toFixed(1)} kB more for each file more`,
      };
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}
