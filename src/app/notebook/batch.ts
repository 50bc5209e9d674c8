import { Buffer } from "node:buffer";
import type { Shown } from "../../engine/inspect/show_items.ts";
import type { Json } from "../../flow/kinds/json.ts";
import type { LabelValue } from "../../flow/kinds/targets.ts";
import { labelText } from "../look/label_text.ts";
import { type Html, html } from "../report/html.ts";
import { type MediaBundle, shownAs } from "./jupyter.ts";
import { plainTable } from "./markup.ts";

/** Items as a network sees them; a notebook shows a sheet of them. */
export interface ShownBatch {
  readonly set: "train" | "valid";
  readonly epoch: number;
  readonly items: readonly {
    readonly id: string;
    readonly label: LabelValue;
    readonly item: Json;
  }[];
  /** The sheet as PNG; empty where items are rows. */
  readonly png: Uint8Array<ArrayBuffer>;
}

/** Columns as the network sees them; as many as find room. */
const COLUMNS = 12;

const plain = (value: number) => String(Number(value.toPrecision(4)));

function rowsMarkup({ items }: Shown): Html {
  const fields = items[0]?.columns ?? [];
  const names = fields.flatMap(({ field, seen }) =>
    seen.map((_, at) => seen.length === 1 ? field : `${field} ${at + 1}`)
  ).slice(0, COLUMNS);
  return plainTable(
    ["item", "label", ...names],
    items.map(({ id, label, columns }) => [
      id,
      labelText(label),
      ...columns.flatMap(({ seen }) => seen.map(plain)).slice(0, COLUMNS),
    ]),
  );
}

/** What was read of a batch, as programs and notebooks take it. */
export function batchOf(
  shown: Shown,
  png: Uint8Array<ArrayBuffer>,
): ShownBatch {
  const { set, epoch, items } = shown;
  const batch = {
    set,
    epoch,
    items: items.map(({ id, label, item }) => ({ id, label, item })),
    png,
  };
  const text = items.map(({ id, label }) => `${id}: ${labelText(label)}`);
  return shownAs(batch, (): MediaBundle => ({
    ...png.length > 0
      ? { "image/png": Buffer.from(png).toString("base64") }
      : { "text/html": html`${rowsMarkup(shown)}`.toString().trim() },
    "text/plain": text.join("\n"),
  }));
}
