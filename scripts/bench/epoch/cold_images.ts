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

/** A gap that Leat is told, and what of a photograph it then decodes. */
interface Reducing {
  readonly gap: number;
  readonly note: string;
}

/** What is read: as in collections on the web, and as cameras make them. */
const READ: readonly {
  readonly sides: Sides;
  readonly count: number;
  readonly reducing: readonly Reducing[];
}[] = [
  { sides: [500, 375], count: 64, reducing: [] },
  {
    sides: [1920, 1440],
    count: 8,
    reducing: [
      { gap: 2, note: "decodes it at a half of its size" },
      { gap: 1.5, note: "decodes it at a quarter, as sharp alone does" },
    ],
  },
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
function leatSide(
  paths: readonly string[],
  folder: string,
  reducingGap?: number,
): Side {
  const reduces = reducingGap !== undefined;
  const { behaviour } = image({
    size: SIZE,
    ...reduces ? { reducingGap } : {},
  });
  const encoder = behaviour.encoder(behaviour.fit([]));
  const items = paths.map((path) => ({
    id: path,
    item: null,
    file: { path, absolute: path, size: 0, sha256: "" },
  }));
  const { signal } = new AbortController();
  const onProgress = () => {};
  return {
    name: reduces ? `Leat, reducingGap ${reducingGap}` : "Leat",
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
 * whether all pixels are read where they are to be, and only there.
 */
async function checkAlike(
  path: string,
  reducing: readonly Reducing[],
): Promise<void> {
  const bytes = await readFile(path);
  const options = { size: SIZE, method: "crop" } as const;
  const own = await decodeImage(bytes, options);
  const bySharpAlone = await bySharp(bytes, SIZE);
  const others = await Promise.all(
    reducing.map(({ gap: reducingGap }) =>
      decodeImage(bytes, { ...options, reducingGap })
    ),
  );
  for (const each of [own, ...others]) {
    const levels = difference(each, bySharpAlone);
    if (levels < 16) continue;
    throw new Error(
      `Cannot compare with sharp: its image is ${levels} levels from Leat's`,
    );
  }
  if (others.some((each) => difference(each, own) === 0)) {
    throw new Error("Cannot compare with sharp: Leat read all pixels");
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
  for (const { sides, count, reducing } of READ) {
    const what = `cold images/s, ${sides.join(" x ")} to ${SIZE} px`;
    if (!bench.wants(what)) continue;
    bench.say(`epoch: ${what}`);
    const folder = await mkdtemp(join(tmpdir(), "leat-bench-"));
    try {
      const paths = await drawPhotographs(folder, count, sides);
      await checkAlike(paths[0] ?? "", reducing);
      const all = [
        sharpSide("sharp alone", bySharp, paths),
        sharpSide("sharp, all pixels", bySharpFromAll, paths),
        leatSide(paths, folder),
        ...reducing.map(({ gap }) => leatSide(paths, folder, gap)),
      ];
      for (const side of all) await side.run(1);
      const duration = durationOf(bench);
      const turns = bench.quick ? duration.turns : 7;
      const measured = await takeTurns(all, { ...duration, turns });
      for (const [at, side] of measured.entries()) {
        const runs = side.runs.map((ms) => count / ms * 1000);
        // Of Leat, only what it is like beside sharp.
        const [ratio, ...furtherRatios] = measured.slice(0, Math.min(at, 2))
          .map(({ name, median }) => ({
            times: median / side.median,
            of: name,
          }));
        const note = reducing[at - 3]?.note;
        yield {
          suite: "epoch",
          what,
          side: side.name,
          unit: "images/s",
          median: median(runs),
          runs,
          ...ratio ? { ratio, furtherRatios } : {},
          ...note === undefined ? {} : { note },
        };
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  }
}
