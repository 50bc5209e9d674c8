/**
 * What was seen of a network, as one page.
 *
 * @module
 */
import type { Insight } from "../../engine/insight/look_into.ts";
import { documentOf } from "../report/document.ts";
import { type Html, html } from "../report/html.ts";
import { percent, type Section } from "../report/parts.ts";
import type { Picture } from "../figure/canvas.ts";
import { fitted } from "../figure/fit_picture.ts";
import { dataUrl, sideOf } from "./montage.ts";
import type { Seen, SeenCard, SeenLayer } from "./seen_pictures.ts";
import { channelMontages, filterMontage } from "./sheets.ts";

/** What a page tells besides its pictures. */
export type About = Pick<
  Insight,
  "architecture" | "set" | "looked" | "of" | "sides"
>;

const STYLE = html`<style>
.pair{display:grid;grid-template-columns:1fr 1fr;gap:.4rem;margin-bottom:.5rem}
.pair img,.filters img{display:block;width:100%;height:auto;border-radius:.3rem;image-rendering:auto}
.filters img{image-rendering:pixelated;max-width:45rem}
.pictures .pair img{aspect-ratio:auto;margin:0;object-fit:fill;background:none}
.channels,.looks{display:grid;gap:.9rem;padding:0;margin:1.2rem 0;list-style:none;grid-template-columns:repeat(auto-fill,minmax(min(100%,19rem),1fr))}
.channels{grid-template-columns:repeat(auto-fill,minmax(min(100%,26rem),1fr))}
.channels>li,.looks>li{background:var(--tint);border-radius:.6rem;padding:.7rem .8rem;break-inside:avoid;overflow-wrap:anywhere;font-size:.92rem;line-height:1.4}
.looks span,.looks small{display:block}.looks small{color:var(--soft)}
@media print{.channels,.looks{grid-template-columns:1fr 1fr}}
</style>`;

async function image(picture: Picture, alt: string): Promise<Html> {
  const { width, height } = picture;
  return html`
    <img src="${await dataUrl(
      picture,
    )}" width="${width}" height="${height}"
      alt="${alt}">
  `;
}

/** Pixels a side of a card's picture: sharp on a dense screen. */
const CARD = 288;

async function card(seen: SeenCard): Promise<Html> {
  const { picture, heat, item, predicted, actual, right, confidence, of, any } =
    seen;
  const side = sideOf([picture], CARD);
  const [plain, hot] = [await fitted(picture, side), await fitted(heat, side)];
  const look = right === null ? "" : right ? "good" : "bad";
  const about = of === undefined ? "a larger number" : of;
  return html`<li><div class="pair">${await image(plain, item)}${await image(
    hot,
    `${item}: what speaks for ${about}`,
  )}</div><span>said: <strong class="${look}">${predicted}</strong>${
    confidence === undefined ? undefined : ` ${percent(confidence)}`
  }</span><span>is: <strong>${actual}</strong></span><small>${
    any ? `bright: speaks for ${about}` : `no place speaks for ${about}`
  }<br>${item}</small></li>`;
}

async function looks({ layer, shape, cards }: Seen["cam"]): Promise<Section> {
  const [height, width] = shape;
  const made: Html[] = [];
  for (const each of cards) made.push(await card(each));
  return {
    id: "looks",
    title: "Where it looks",
    body: html`
      <p>What of each picture speaks for the answer, by Grad-CAM at ${layer}, which has ${height} × ${width} places. Pictures that it is wrong about come first.</p>
      <ul class="looks">${made}</ul>
      <p
        class="soft">Selvaraju et al., “Grad-CAM”, 2017. Each map is scaled by itself: bright is where most speaks for the answer, and not how much. A bright background is a warning: the model may know cushions rather than cats.</p>
    `,
  };
}

/** How much of a picture a value of a layer sees, and how much is shown. */
function seesText({ sees, channels }: SeenLayer, { sides }: About): string {
  const seen = sides.map((side, at) => Math.min(side, sees[at] ?? Infinity));
  const of = seen.every((each, at) => each === sides[at])
    ? "the whole picture"
    : `${seen.join(" × ")} pixels`;
  const [patch] = channels.flatMap(({ patches }) => patches);
  const shown = patch ? [patch.height, patch.width] : seen;
  const made = `A channel's value is made of ${of}`;
  if (shown.some((each, at) => each < (seen[at] ?? 0))) {
    return `${made}. Shown are ${
      shown.join(" × ")
    } pixels of it, in which is nearly all that counts.`;
  }
  return of === "the whole picture"
    ? `${made}.`
    : `${made}, which are what is shown of each picture.`;
}

/** Which channels are shown. */
function chosenText(count: number): string {
  return count === 1
    ? "Shown is the channel that tells pictures apart most."
    : `Shown are the ${count} channels that tell pictures apart most.`;
}

async function layer(
  seen: SeenLayer,
  id: string,
  about: About,
): Promise<Section> {
  const { set, looked, of } = about;
  const { name, shape, channels } = seen;
  const made: Html[] = [];
  for (const each of channels) {
    const [patches, reconstructions] = await channelMontages(each);
    const { channel, items } = each;
    made.push(
      html`<li><div class="pair">${await image(
        patches,
        `Channel ${channel}: ${items.join(", ")}`,
      )}${await image(
        reconstructions,
        `Channel ${channel}: what of these pictures excites it`,
      )}</div><span>channel ${channel}</span></li>`,
    );
  }
  const [height, width, count = 0] = shape;
  const few = looked < of ? `${looked} of the ${of}` : `the ${of}`;
  const kind = set === "valid" ? "validation" : "training";
  return {
    id,
    title: `What excites ${name}`,
    body: html`
      <p>${name} makes ${height} × ${width} places of ${count} channels. Of ${few} ${kind} pictures, these excite each channel most, and beside them is what of them does. ${seesText(
        seen,
        about,
      )}</p>
      ${made.length === 0
        ? html`<p>Nothing excites any of its channels.</p>`
        : html`<ul class="channels">${made}</ul>`}
      <p
        class="soft">Zeiler and Fergus, “Visualizing and understanding convolutional networks”, 2014; followed back by guided gradients (Springenberg et al., 2015). Of 8 × 8 places or more, those at the edge are left out: the padding there excites channels, too. ${chosenText(
          channels.length,
        )}</p>
    `,
  };
}

async function filters(
  seen: NonNullable<Seen["filters"]>,
): Promise<Section> {
  const { variable, pictures: [first, ...others] } = seen;
  const picture = await filterMontage(seen);
  return {
    id: "filters",
    title: "First filters",
    body: html`
      <p>What the first layer looks for: ${1 + others.length} filters of ${first
        ?.height} × ${first
        ?.width} pixels, ${variable}. Grey is nothing; the other colours are what each filter answers to, or to their opposite.</p>
      <figure class="filters">${await image(
        picture,
        "The filters of the first layer",
      )}</figure>
    `,
  };
}

/** A page of what was seen, which needs nothing else. */
export async function insightPage(
  pipeline: string,
  seen: Seen,
  about: About,
): Promise<string> {
  const sections: Section[] = [];
  if (seen.cam.cards.length > 0) sections.push(await looks(seen.cam));
  for (const [at, each] of seen.layers.entries()) {
    sections.push(await layer(each, `layer-${at}`, about));
  }
  if (seen.filters) sections.push(await filters(seen.filters));
  const { architecture, set, looked } = about;
  const kind = set === "valid" ? "validation" : "training";
  return documentOf({
    title: `${pipeline}: what it learned`,
    heading: `${pipeline}: what it learned`,
    standfirst: html`
      <p>A look into its ${architecture}, by ${looked} ${kind} pictures: where it looks, what excites its channels, and its first filters.</p>
    `,
    sections,
    footer: "Made by Leat from a trained model; nothing was trained.",
    style: STYLE,
  });
}
