import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Insight } from "../../engine/insight/look_into.ts";
import type { PictureFile } from "../../engine/insight/look.ts";
import { answerOf } from "../report/contents.ts";
import type { Picture } from "../figure/canvas.ts";
import { heated } from "../figure/heat.ts";

/** Pictures of a channel, each with what of it counts. */
export interface SeenChannel {
  readonly channel: number;
  readonly items: readonly string[];
  readonly patches: readonly Picture[];
  readonly reconstructions: readonly Picture[];
}

/** A layer, with pictures of what excites its channels. */
export interface SeenLayer {
  readonly name: string;
  readonly shape: readonly number[];
  /** Pixels that a value is made of, by side; null for the whole image. */
  readonly sees: readonly (number | null)[];
  readonly channels: readonly SeenChannel[];
}

/** An item, with what of it speaks for the answer. */
export interface SeenCard extends ReturnType<typeof answerOf> {
  readonly item: string;
  /** What it speaks for; absent for a number. */
  readonly of?: string;
  readonly picture: Picture;
  readonly heat: Picture;
  /** Whether anything speaks for it. */
  readonly any: boolean;
}

/** All that was seen of a network, as pictures. */
export interface Seen {
  readonly filters: {
    readonly variable: string;
    readonly pictures: readonly Picture[];
  } | null;
  readonly layers: readonly SeenLayer[];
  readonly cam: {
    readonly layer: string;
    readonly shape: readonly number[];
    readonly cards: readonly SeenCard[];
  };
}

async function picturesIn(
  folder: string,
  { file, height, width }: PictureFile,
): Promise<readonly Picture[]> {
  const bytes = await readFile(join(folder, file));
  const size = height * width * 3;
  return Array.from(
    { length: Math.floor(bytes.length / size) },
    (_, at) => ({
      pixels: bytes.subarray(at * size, (at + 1) * size),
      height,
      width,
    }),
  );
}

/** Reads the pictures of a look, out of the folder that they were written to. */
export async function seenPictures(
  { filters, layers, cam, ...about }: Insight,
  folder: string,
): Promise<Seen> {
  const { target, classes } = about;
  const cards = await picturesIn(folder, cam.pictures);
  return {
    filters: filters && {
      variable: filters.variable,
      pictures: await picturesIn(folder, filters),
    },
    layers: await Promise.all(
      layers.map(async ({ layer, shape, sees, channels, pictures }) => {
        const all = await picturesIn(folder, pictures);
        let from = 0;
        return {
          name: layer,
          shape,
          sees,
          channels: channels.map(({ channel, peaks }) => {
            const own = all.slice(from, from += 2 * peaks.length);
            return {
              channel,
              items: peaks.map(({ item }) => item),
              patches: own.filter((_, at) => at % 2 === 0),
              reconstructions: own.filter((_, at) => at % 2 === 1),
            };
          }),
        };
      }),
    ),
    cam: {
      layer: cam.layer,
      shape: cam.shape,
      cards: cam.cards.flatMap((card, at) => {
        const picture = cards[at];
        if (picture === undefined) return [];
        const { item, outputs, targets, column, map } = card;
        const of = classes[column];
        return [{
          item,
          ...answerOf({
            target,
            count: 1,
            columns: outputs.length,
            outputs: Float32Array.from(outputs),
            targets: Float32Array.from(targets),
            classes,
          }, 0),
          ...of === undefined ? {} : { of },
          picture,
          heat: heated(picture, {
            values: map,
            rows: cam.shape[0] ?? 1,
            columns: cam.shape[1] ?? 1,
            ...cam.grid,
          }),
          any: map.some((value) => value > 0),
        }];
      }),
    },
  };
}
