import { FAMILIARITY } from "../../flow/graph/familiarity.ts";
import { evenly } from "../data/evenly.ts";
import type { Items } from "../data/packed_items.ts";
import { fullBatches } from "../train/evaluate.ts";
import type { Session } from "../train/session.ts";
import { bodyPass } from "./body_features.ts";
import { type Familiarity, familiarityOf } from "./familiarity.ts";

/** Numbers that are kept, at most: four mebibytes. */
const MOST_NUMBERS = 2 ** 20;

/** Features of some items; nothing where a network has none. */
async function featuresOf(
  session: Session,
  items: Items,
  ids: readonly string[],
): Promise<{ columns: number; rows: Float32Array } | undefined> {
  const { tf } = session;
  const rows: number[] = [];
  let columns = 0;
  for (const { real, full } of fullBatches(session, ids)) {
    const made = tf.tidy(() => {
      const inputs = session.answeringBatch(items.read(full), full.length);
      return bodyPass(session, inputs).features;
    });
    if (made === undefined) return undefined;
    columns = made.shape[1];
    const values = await made.data();
    made.dispose();
    for (const value of values.subarray(0, real.length * columns)) {
      rows.push(value);
    }
  }
  return { columns, rows: Float32Array.from(rows) };
}

/**
 * What a network makes of the items of its training, to know later what is
 * unlike them. Of large sets a part is kept, always the same.
 *
 * @returns nothing where the network has no body that reads images
 */
export async function computeFamiliarity(
  session: Session,
  items: Items,
  { train, valid }: {
    readonly train: readonly string[];
    readonly valid: readonly string[];
  },
): Promise<Familiarity | undefined> {
  const { kept, calibrated, share } = FAMILIARITY;
  const known = await featuresOf(session, items, evenly(train, kept));
  if (known === undefined || known.columns === 0) return undefined;
  const { columns } = known;
  const most = Math.max(1, Math.floor(MOST_NUMBERS / columns));
  const rows = Array.from(
    { length: known.rows.length / columns },
    (_, at) => known.rows.subarray(at * columns, (at + 1) * columns),
  );
  const some = evenly(rows, most);
  const left = new Float32Array(some.length * columns);
  some.forEach((row, at) => left.set(row, at * columns));
  const held = await featuresOf(session, items, evenly(valid, calibrated));
  return familiarityOf(left, held?.rows ?? new Float32Array(), {
    columns,
    share,
  });
}
