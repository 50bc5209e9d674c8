import type { Predictions } from "../../flow/stage/objective.ts";
import { answersOf } from "../inspect/classes.ts";
import { itemLosses, worst } from "../inspect/losses.ts";
import { explainedColumn, scaled } from "./explained.ts";
import { gradCam } from "./grad_cam.ts";
import type { Look, PictureFile } from "./look.ts";
import { type Grid, gridOf } from "./reach.ts";
import type { SeenLayer } from "./seen_layers.ts";

/** An item, and what of it speaks for the answer. */
export interface CardInsight {
  readonly item: string;
  /** As the loss's activation gives it. */
  readonly outputs: readonly number[];
  readonly targets: readonly number[];
  /** The output that is explained. */
  readonly column: number;
  /** `[height, width]` of the layer, 0 to 1. */
  readonly map: readonly number[];
}

/** What speaks for the answers to some items. */
export interface CamInsight {
  readonly layer: string;
  /** What the layer makes of one item: `[height, width, channels]`. */
  readonly shape: readonly number[];
  /** Where its places lie over an image. */
  readonly grid: Grid;
  readonly cards: readonly CardInsight[];
  /** One a card, as the network sees it. */
  readonly pictures: PictureFile;
}

/**
 * Rows that are worth looking at: half of them those that the model is most
 * wrong about, the others from all over what it is right about.
 */
export function chooseRows(
  predictions: Predictions,
  most: number,
): readonly number[] {
  const { target, count } = predictions;
  const order = worst(itemLosses(predictions), count);
  const answers = target === "category" ? answersOf(predictions) : [];
  // Of tags and numbers, the half with larger losses counts as wrong.
  const isWrong = (row: number, place: number) => {
    const answer = answers[row];
    return answer
      ? answer.actual !== answer.predicted
      : place < Math.floor(count / 2);
  };
  const wrong = order.filter(isWrong);
  const right = order.filter((row, place) => !isWrong(row, place));
  const first = wrong.slice(0, Math.max(most - right.length, most >> 1));
  const left = Math.min(most - first.length, right.length);
  const others = Array.from(
    { length: left },
    (_, at) => right[Math.floor(at * right.length / left)] ?? 0,
  );
  return [...first, ...others];
}

/** What speaks for the answers to items that are worth looking at. */
export async function camInsight(
  look: Look,
  { name, shape, reach }: SeenLayer,
  { ids, predictions, most }: {
    readonly ids: readonly string[];
    /** Answers to those items, in their order. */
    readonly predictions: Predictions;
    readonly most: number;
  },
): Promise<CamInsight> {
  const { session, field } = look;
  const { target, columns: width, outputs, targets } = predictions;
  const own = (values: Float32Array, row: number) =>
    values.subarray(row * width, (row + 1) * width);
  const columnOf = (row: number) => explainedColumn(target, own(outputs, row));
  const cards: CardInsight[] = [];
  const pixels: Uint8Array[] = [];
  let sides = { height: 1, width: 1 };
  const id = (row: number) => ids[row] ?? "";
  await look.each(
    chooseRows(predictions, most),
    id,
    async ({ tensors, side }, { real, full }) => {
      const columns = full.map(columnOf);
      const map = gradCam(session, tensors, { layer: name, shape, columns });
      const values = Float32Array.from(await map.data());
      map.dispose();
      const images = Float32Array.from(await tensors[field]?.data() ?? []);
      const [height = 0, width = 0] = side;
      sides = { height, width };
      const [mapSize, imageSize] = [values, images]
        .map(({ length }) => length / look.size) as [number, number];
      real.forEach((row, at) => {
        cards.push({
          item: id(row),
          outputs: [...own(outputs, row)],
          targets: [...own(targets, row)],
          column: columnOf(row),
          map: [
            ...scaled(values.subarray(at * mapSize, (at + 1) * mapSize)),
          ],
        });
        const image = images.subarray(at * imageSize, (at + 1) * imageSize);
        pixels.push(look.toPixels(image, side));
      });
    },
  );
  return {
    layer: name,
    shape,
    grid: gridOf(reach, shape, [sides.height, sides.width]),
    cards,
    pictures: await look.write("cards.bin", pixels, sides),
  };
}
