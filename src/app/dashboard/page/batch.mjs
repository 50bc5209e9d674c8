/** The batch that a run showed last: pictures, or a table of rows. */
import { h, tell } from "./dom.mjs";
import { figure, labelText } from "./text.mjs";

/** More columns of a row are not shown. */
const COLUMNS = 12;

function bytesOf(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

/**
 * A picture out of RGB bytes. Pixels as the network reads them are seen as
 * such; one that was shrunk to be shown is smooth.
 */
function canvasOf(pixels, { width, height, read }, name) {
  const whole = height === read[0] && width === read[1];
  const canvas = h("canvas", {
    class: whole ? "whole" : "",
    width,
    height,
    role: "img",
    "aria-label": name,
  });
  const image = new ImageData(width, height);
  for (let at = 0; at < width * height; at++) {
    image.data.set(pixels.subarray(at * 3, at * 3 + 3), at * 4);
    image.data[at * 4 + 3] = 255;
  }
  canvas.getContext("2d").putImageData(image, 0, 0);
  return canvas;
}

function sheetOf({ items, pictures }) {
  const pixels = bytesOf(pictures.pixels);
  const size = pictures.width * pictures.height * 3;
  return h(
    "ul",
    { class: "sheet" },
    items.map(({ id, label }, at) =>
      h(
        "li",
        {},
        canvasOf(
          pixels.subarray(at * size, (at + 1) * size),
          pictures,
          `${id}, ${labelText(label)}`,
        ),
        h("span", { class: "label" }, labelText(label)),
        h("span", { class: "id", title: id }, id),
      )
    ),
  );
}

function tableOf({ items, fields }) {
  const columns = fields.flatMap(({ name, columns }, field) =>
    columns.map((column, at) => ({
      title: /^\d+$/.test(column) ? `${name} ${column}` : column,
      value: (row) => fields[field].rows[row]?.[at],
    }))
  );
  const shown = columns.slice(0, COLUMNS);
  const more = columns.length - shown.length;
  return h(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": "Batch" },
    h(
      "table",
      {},
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          ["item", "label", ...shown.map(({ title }) => title)]
            .map((each) => h("th", { scope: "col" }, each)),
          more > 0 ? h("th", { scope: "col" }, `${more} more`) : [],
        ),
      ),
      h(
        "tbody",
        {},
        items.map(({ id, label }, row) =>
          h(
            "tr",
            {},
            h("th", { scope: "row" }, id),
            h("td", {}, labelText(label)),
            shown.map(({ value }) =>
              h("td", { class: "number" }, figure(value(row) ?? NaN))
            ),
          )
        ),
      ),
    ),
  );
}

/** Shows a batch in the card of the page. */
export function showBatch(card, batch) {
  card.classList.toggle("full", batch !== undefined);
  if (batch === undefined) {
    tell(card.querySelector(".hint"), "It comes with the first steps.");
    card.querySelector(".content").replaceChildren();
    return;
  }
  const { phase, epoch, step, size, items, pictures } = batch;
  const some = items.length < size
    ? `${items.length} of ${size}`
    : `all ${size}`;
  const read = pictures ? `, ${pictures.read.join(" × ")} pixels` : "";
  tell(
    card.querySelector(".hint"),
    `${phase} ${epoch}, step ${step}: ${some} items as the network sees them${read}`,
  );
  card.querySelector(".content").replaceChildren(
    pictures ? sheetOf(batch) : tableOf(batch),
  );
}
