import type { LabelValue } from "../../flow/kinds/targets.ts";
import type { InputItem } from "../../flow/stage/input.ts";
import { html } from "../report/html.ts";
import { percent } from "../report/parts.ts";
import { thumbnailOfBytes } from "../report/thumbnail.ts";
import { type MediaBundle, shownAs } from "./jupyter.ts";

/** As many classes have a bar. */
const BARS = 5;

/** What a model says of one item; a notebook shows it with its picture. */
export interface Prediction<Value extends LabelValue> {
  readonly label: Value;
  /** Of each class; empty for a number. */
  readonly probabilities: Readonly<Record<string, number>>;
}

async function bundleOf(
  { label, probabilities }: Prediction<LabelValue>,
  item: InputItem,
): Promise<MediaBundle> {
  const bytes = await item.read().catch(() => undefined);
  const picture = bytes && await thumbnailOfBytes(bytes);
  const said = [label].flat().join(", ");
  const bars = Object.entries(probabilities)
    .sort(([, one], [, other]) => other - one).slice(0, BARS);
  return {
    "text/html": html`
      <div
        style="display:flex;gap:1rem;align-items:center">${picture
          ? html`
            <img src="${picture.source}" width="${picture
              .width}" height="${picture.height}"
              alt="${item.id}">
          `
          : undefined}<div><b>${said}</b><table>${bars.map(([name, share]) =>
            html`
              <tr>
                <td>${name}</td>
                <td>
                  <div style="width:${Math.round(
                    share * 120,
                  )}px;height:.8em;background:#0072b2"></div>
                </td>
                <td>${percent(
                  share,
                )}</td>
              </tr>
            `
          )}</table></div></div>
    `.toString().trim(),
    "text/plain": [
      `${item.id}: ${said}`,
      ...bars.map(([name, share]) => `  ${name} ${percent(share)}`),
    ].join("\n"),
  };
}

/** What a model says of an item. */
export function predictionOf<Value extends LabelValue>(
  said: Prediction<Value>,
  item: InputItem,
): Prediction<Value> {
  return shownAs(said, () => bundleOf(said, item));
}
