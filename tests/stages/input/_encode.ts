import type { Json } from "../../../src/flow/kinds/json.ts";
import type {
  Encoded,
  InputBehaviour,
  InputItem,
} from "../../../src/flow/stage/input.ts";
import { refusals } from "../_refusals.ts";

/** A row with an id, and no bytes. */
export function rowItem(item: Json, id = "row 1"): InputItem {
  const read = () => Promise.reject(new Error("a row has no bytes"));
  return { id, item, read };
}

/** A file with these bytes. */
export function fileItem(id: string, bytes: Uint8Array): InputItem {
  const item = { media: "image", path: id, name: id };
  return { id, item, read: () => Promise.resolve(bytes) };
}

/** Encodes one row with what was learned of others. */
export async function encodeRow(
  { behaviour }: { readonly behaviour: InputBehaviour },
  training: readonly Json[],
  row: Json,
): Promise<Encoded> {
  // As the engine does: statistics are stored as text in between.
  const statistics = JSON.parse(JSON.stringify(behaviour.fit(training)));
  return await behaviour.encoder(statistics).encode(rowItem(row));
}

/** A pattern of an input's error, for `assert.throws` and `assert.rejects`. */
export const refusal = refusals("input");
