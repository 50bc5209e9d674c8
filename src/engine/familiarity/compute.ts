import { FAMILIARITY } from "../../flow/graph/familiarity.ts";
import { type Front, itemsOf } from "../../flow/graph/front.ts";
import { evenly } from "../data/evenly.ts";
import type { Items } from "../data/packed_items.ts";
import { fullBatches } from "../train/evaluate.ts";
import type { Session } from "../train/session.ts";
import { bodyPass } from "./body_features.ts";
import { type Familiarity, familiarityOf, type Known } from "./familiarity.ts";

/** Numbers that are kept, at most: four mebibytes. */
const MOST_NUMBERS = 2 ** 20;

/** Features of some items; nothing where a network has none. */
async function featuresOf(
  session: Session,
  items: Items,
  ids: readonly string[],
): Promise<
  { columns: number; apart: boolean; rows: Float32Array } | undefined
> {
  const { tf } = session;
  const rows: number[] = [];
  let columns = 0;
  let apart = false;
  for (const { real, full } of fullBatches(session, ids)) {
    const made = tf.tidy(() => {
      const inputs = session.answeringBatch(items.read(full), full.length);
      const { features, columns } = bodyPass(session, inputs);
      apart = columns;
      return features;
    });
    if (made === undefined) return undefined;
    columns = made.shape[1];
    const values = await made.data();
    made.dispose();
    for (const value of values.subarray(0, real.length * columns)) {
      rows.push(value);
    }
  }
  return { columns, apart, rows: Float32Array.from(rows) };
}

/** Features of training and of validation items. */
async function knownFeatures(
  session: Session,
  items: Items,
  train: readonly string[],
  held: readonly string[],
): Promise<Known["features"] | undefined> {
  const { kept } = FAMILIARITY;
  const known = await featuresOf(session, items, evenly(train, kept));
  if (known === undefined || known.columns === 0) return undefined;
  const { columns, apart } = known;
  const most = Math.max(1, Math.floor(MOST_NUMBERS / columns));
  const rows = Array.from(
    { length: known.rows.length / columns },
    (_, at) => known.rows.subarray(at * columns, (at + 1) * columns),
  );
  const some = evenly(rows, most);
  const left = new Float32Array(some.length * columns);
  some.forEach((row, at) => left.set(row, at * columns));
  const { rows: valid = new Float32Array() } =
    await featuresOf(session, items, held) ?? {};
  return { columns, apart, train: left, valid };
}

/** What cells training rows have, all of them, and validation rows beyond. */
function knownCells(
  { stages: { input: { behaviour } } }: Session,
  front: Front,
  valid: readonly string[],
): Known["cells"] {
  if (!behaviour.meet || !behaviour.unmet) return undefined;
  const train = itemsOf(front, front.sets.train);
  const met = behaviour.meet(train.map(({ item }) => item));
  const unmet = behaviour.unmet(met);
  return {
    met,
    valid: itemsOf(front, valid).map(({ item }) => unmet(item)),
  };
}

/**
 * What a network makes of the items of its training, and what cells they have,
 * to know later what is unlike them. Of large sets a part is kept, always the
 * same.
 *
 * @returns nothing where the network does not show what it makes of items, and
 * these have no cells
 */
export async function computeFamiliarity(
  session: Session,
  items: Items,
  front: Front,
): Promise<Familiarity | undefined> {
  const { calibrated, share } = FAMILIARITY;
  const { sets: { train } } = front;
  const valid = evenly(front.sets.valid, calibrated);
  const features = await knownFeatures(session, items, train, valid);
  const cells = knownCells(session, front, valid);
  if (features === undefined && cells === undefined) return undefined;
  const known = { ...features && { features }, ...cells && { cells } };
  return familiarityOf(known, valid.length, share);
}
