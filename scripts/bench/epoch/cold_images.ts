import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeImage } from "../../../src/base/codec/image.ts";
import { IN_FLIGHT, packItems } from "../../../src/engine/data/pack.ts";
import { image } from "../../../src/stages/input/image.ts";
import { median, type Row } from "../row.ts";
import { type Bench, durationOf } from "../suite.ts";
import { type Side, takeTurns } from "../turns.ts";
import { bySharp, bySharpFromAll, bySharpInTwo } from "./by_sharp.ts";
import { drawPhotographs, type Sides } from "./drawn_files.ts";

/** Of the square that networks for photographs take, in pixels. */
const SIZE = 224;

/** What is read: as in collections on the web, and as cameras make them. */
const READ: readonly (readonly [sides: Sides, count: number])[] = [
  [[500, 375], 64],
  [[1920, 1440], 8],
];

/** Makes squares of all files, as many at a time as Leat does. */
function sharpSide(
  name: string,
  square: (bytes: Uint8Array, size: number) => Promise<Uint8Array>,
  paths: readonly string[],
): Side {
  const readAll = async () => {
    const left = paths.values();
    const lane = async () => {
      for (const path of left) await square(await readFile(path), SIZE);
    };
    await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
  };
  return {
    name,
    run: async (times) => {
      for (let time = 0; time < times; time++) await readAll();
    },
  };
}

/** What a run does with them: decoded, resized and written to be trained on. */
function leatSide(paths: readonly string[], folder: string): Side {
  const { behaviour } = image({ size: SIZE });
  const encoder = behaviour.encoder(behaviour.fit([]));
  const items = paths.map((path) => ({
    id: path,
    item: null,
    file: { path, absolute: path, size: 0, sha256: "" },
  }));
  const { signal } = new AbortController();
  const onProgress = () => {};
  return {
    name: "Leat",
    run: async (times) => {
      for (let time = 0; time < times; time++) {
        await packItems(encoder, items, folder, { signal, onProgress });
      }
    },
  };
}

/** The mean difference of two images, in levels of 256. */
export function difference(some: Uint8Array, others: Uint8Array): number {
  const sum = some.reduce(
    (total, byte, at) => total + Math.abs(byte - (others[at] ?? NaN)),
    0,
  );
  return sum / some.length;
}

/**
 * Whether all sides show the same part, up to half a pixel and the filter, and
 * whether sharp reads all pixels where it is to.
 */
async function checkAlike(path: string): Promise<void> {
  const bytes = await readFile(path);
  const own = await decodeImage(bytes, { size: SIZE, method: "crop" });
  const levels = difference(own, await bySharp(bytes, SIZE));
  if (levels >= 16) {
    throw new Error(
      `Cannot compare with sharp: its image is ${levels} levels from Leat's`,
    );
  }
  const whole = await bySharpFromAll(bytes, SIZE);
  if (difference(whole, await bySharpInTwo(bytes, SIZE)) > 0) {
    throw new Error("Cannot compare with sharp: it did not read all pixels");
  }
}

/**
 * Images a second from files that were never read: Leat beside sharp alone, as
 * it is and out of all pixels.
 */
export async function* coldImages(bench: Bench): AsyncGenerator<Row> {
  for (const [sides, count] of READ) {
    const what = `cold images/s, ${sides.join(" x ")} to ${SIZE} px`;
    if (!bench.wants(what)) continue;
    bench.say(`epoch: ${what}`);
    const folder = await mkdtemp(join(tmpdir(), "leat-bench-"));
    try {
      const paths = await drawPhotographs(folder, count, sides);
      await checkAlike(paths[0] ?? "");
      const all = [
        sharpSide("sharp alone", bySharp, paths),
        sharpSide("sharp, all pixels", bySharpFromAll, paths),
        leatSide(paths, folder),
      ];
      for (const side of all) await side.run(1);
      const duration = durationOf(bench);
      const turns = bench.quick ? duration.turns : 7;
      const measured = await takeTurns(all, { ...duration, turns });
      for (const [at, side] of measured.entries()) {
        const runs = side.runs.map((ms) => count / ms * 1000);
        const [ratio, ...furtherRatios] = measured.slice(0, at).map((
          { name, median },
        ) => ({ times: median / side.median, of: name }));
        yield {
          suite: "epoch",
          what,
          side: side.name,
          unit: "images/s",
          median: median(runs),
          runs,
          ...ratio ? { ratio, furtherRatios } : {},
        };
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  }
}
