import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Pictures } from "../../engine/inspect/show_items.ts";
import type { OfPage } from "../look/beside_sheet.ts";
import { type Html, html } from "./html.ts";
import { POLICY } from "./document.ts";
import { STYLE } from "./style.ts";
import { thumbnailOf } from "./thumbnail.ts";

/** How pictures of one item stand together. */
const SHEET = html`
  <style>
  .cells{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,22rem),1fr));gap:1.2rem;padding:0;margin:1.2rem 0 2.5rem;list-style:none}
  .cells>li{background:var(--tint);border-radius:.6rem;padding:.8rem;break-inside:avoid;min-width:0;overflow-wrap:anywhere}
  .stages{display:grid;grid-auto-flow:column;grid-auto-columns:1fr;gap:.5rem;margin-bottom:.5rem}
  .stages img{display:block;width:100%;aspect-ratio:1;object-fit:contain;background:var(--paper);border-radius:.3rem}
  .stages .pixels{image-rendering:pixelated}
  .cells small{display:block;color:var(--soft);font-size:.85rem}
  </style>
`;

async function pixelsOf(
  pixels: Uint8Array,
  { width, height }: Pictures,
): Promise<string> {
  const { default: sharp } = await import("sharp");
  const png = await sharp(pixels, { raw: { width, height, channels: 3 } })
    .png().toBuffer();
  return `data:image/png;base64,${png.toString("base64")}`;
}

function stage(title: string, source: string, alt: string, look = ""): Html {
  return html`
    <figure><figcaption>${title}</figcaption><img
      class="${look}" src="${source}" alt="${alt}"></figure>
  `;
}

/** A page by itself of items after each stage, that needs nothing else. */
export async function sheetPage(
  { title, folder, items, labels, files, pictures }: OfPage,
): Promise<string> {
  const stages = await Promise.all(pictures.map(async (each) => ({
    ...each,
    bytes: await readFile(join(folder, each.file)),
  })));
  const cells = await Promise.all(items.map(async ({ id }, at) => {
    const label = labels[at] ?? "";
    const file = files[at];
    const own = file ? await thumbnailOf(file) : undefined;
    const shown = await Promise.all(stages.map(async (each) => {
      const size = each.width * each.height * 3;
      const pixels = each.bytes.subarray(at * size, (at + 1) * size);
      const alt = `${id}, ${each.title}`;
      return stage(each.title, await pixelsOf(pixels, each), alt, "pixels");
    }));
    return html`<li><div class="stages">${
      own ? stage("file", own.source, `${id}, as a file`) : undefined
    }${shown}</div><strong>${label}</strong><small>${id}</small></li>`;
  }));
  return `<!doctype html>${html`
    <html lang="en">
      <head><meta charset="utf-8"><meta name="viewport"
      content="width=device-width, initial-scale=1"><meta
      http-equiv="content-security-policy"
      content="${POLICY}"><title>${title}</title>${STYLE}${SHEET}</head>
      <body>
        <header>
          <h1>${title}</h1>
          <p
            class="soft">Each item as a file, as it is read, and as the network sees it.</p>
        </header>
        <main>
          <ul
            class="cells">${cells}</ul>
        </main>
      </body>
    </html>
  `}`;
}
