/**
 * A batch as the network reads it, for whoever looks at a training. It is made
 * once more: draws count, so that it is the very batch of the step.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import type { EpochProgram } from "../../flow/graph/program.ts";
import type { Front } from "../../flow/graph/front.ts";
import type { SeenBatch } from "../../flow/events/seen_batch.ts";
import type { Tensor } from "../../flow/stage/tensors.ts";
import type { Items } from "../data/packed_items.ts";
import { placementOf } from "../data/room.ts";
import type { Session } from "../train/session.ts";
import { makingOf } from "./making_of.ts";
import { shrunk } from "./shrunk.ts";
import { toPixels } from "./to_pixels.ts";

/** As many items are shown. */
const MOST = 24;

/** The most pixels of a side. */
const SIDE = 96;

/** What is learned from, whole: layers may be left out of an epoch. */
export interface Seen {
  readonly session: Session;
  readonly items: Items;
  readonly front: Front;
}

/** Which step it is. */
export interface SeenStep {
  readonly program: EpochProgram;
  /** The items of its batch. */
  readonly ids: readonly string[];
  /** Of its epoch, counted from 0. */
  readonly step: number;
}

type Fields = SeenBatch["fields"];

/** The values of each of the first items. */
function apart(
  data: ArrayLike<number>,
  size: number,
  count: number,
): readonly (readonly number[])[] {
  return Array.from(
    { length: count },
    (_, at) => Array.prototype.slice.call(data, at * size, (at + 1) * size),
  );
}

/** What the columns of a field are called, as far as its input says. */
function columnsOf({ stages }: Session, name: string, count: number) {
  const named = stages.input.params[name];
  return Array.isArray(named) && named.length === count
    ? named.map(String)
    : Array.from({ length: count }, (_, at) => String(at + 1));
}

async function pictureOf(
  session: Session,
  image: Tensor,
  count: number,
): Promise<SeenBatch["pictures"]> {
  const [height = 1, width = 1, channels = 1] = image.shape.slice(1);
  const size = height * width * channels;
  const making = makingOf(session, "train");
  const seen = apart(await image.data(), size, count).map((values) => {
    const pixels = toPixels(values, [height, width, channels], making);
    return shrunk({ pixels, height, width }, SIDE);
  });
  const [first] = seen;
  if (first === undefined) return undefined;
  const pixels = Buffer.concat(seen.map(({ pixels }) => pixels));
  return {
    height: first.height,
    width: first.width,
    read: [height, width],
    pixels: pixels.toString("base64"),
  };
}

/** Makes the batch of a step once more, and reads its first items. */
export async function seenBatch(
  { session, items, front }: Seen,
  { program, ids, step }: SeenStep,
): Promise<SeenBatch> {
  const { phase, epoch, epochsBefore } = program;
  const { seed } = session.stages.fit.behaviour;
  const rows = items.read(ids, placementOf(seed, epochsBefore));
  const context = { seed, epoch: epochsBefore, step, ids };
  const { inputs } = session.trainingBatch(rows, context);
  const first = ids.slice(0, MOST);
  const labels = new Map(
    front.items.map(({ id }, at) => [id, front.labels[at] ?? ""]),
  );
  try {
    let pictures: SeenBatch["pictures"];
    const fields: Fields[number][] = [];
    for (const [name, tensor] of Object.entries(inputs)) {
      if (tensor.shape.length === 4) {
        pictures = await pictureOf(session, tensor, first.length);
        continue;
      }
      const size = tensor.size / ids.length;
      fields.push({
        name,
        columns: columnsOf(session, name, size),
        rows: apart(await tensor.data(), size, first.length),
      });
    }
    return {
      phase,
      epoch,
      step: step + 1,
      size: ids.length,
      items: first.map((id) => ({ id, label: labels.get(id) ?? "" })),
      ...pictures === undefined ? {} : { pictures },
      fields,
    };
  } finally {
    session.tf.dispose(Object.values(inputs));
  }
}
