import assert from "node:assert/strict";
import sharp from "sharp";
import { ratesSvg } from "../../../src/app/figure/rates_svg.ts";
import { rateText } from "../../../src/app/figure/ticks.ts";
import {
  isFigurePath,
  writeFigure,
} from "../../../src/app/figure/write_figure.ts";
import { plot } from "../_plots.ts";
import { withFolder } from "../../_folder.ts";

const svg = ratesSvg(plot, 'Loss of "a < b" & c');

Deno.test("ratesSvg() labels its axes and names each suggestion", () => {
  for (const text of [">1e-7<", ">0.001<", ">1<", ">1.0<", ">learning rate<"]) {
    assert.ok(svg.includes(text), text);
  }
  for (const { name, rate } of plot.marks) {
    assert.ok(svg.includes(`>${name}</tspan> ${rateText(rate)}<`), name);
  }
  assert.ok(svg.includes('>Loss of "a &lt; b" &amp; c<'));
});

Deno.test("ratesSvg() hides no mark behind another", () => {
  const [first] = plot.marks;
  assert.ok(first);
  const marks = plot.marks.map(({ name }) => ({ ...first, name }));
  const drawn = ratesSvg({ ...plot, marks }, "all at one place");
  const places = [...drawn.matchAll(/translate\(([\d.]+),([\d.]+)\)" d=/g)]
    .map(([, left, top]) => [Number(left), Number(top)] as const);
  // Four on the curve, one above the other, and four in the legend.
  assert.equal(places.length, 8);
  const tops = places.slice(0, 4).map(([, top]) => top);
  for (const [at, top] of tops.slice(1).entries()) {
    assert.ok(Math.abs((tops[at] ?? NaN) - top - 15) < 0.2);
  }
});

Deno.test("ratesSvg() has no number that is none", () => {
  assert.doesNotMatch(svg, /NaN|Infinity|undefined|null/);
});

Deno.test("writeFigure() writes SVG as it is, and PNG of twice the size", () =>
  withFolder(async (folder) => {
    await writeFigure(`${folder}/a/curve.svg`, svg);
    assert.equal(await Deno.readTextFile(`${folder}/a/curve.svg`), svg);
    await writeFigure(`${folder}/curve.PNG`, svg);
    const image = sharp(`${folder}/curve.PNG`);
    const { format, width, height } = await image.metadata();
    assert.deepEqual([format, width, height], ["png", 1440, 880]);
    // The curve, and each mark in its own colour, are there.
    const { data, info } = await image.removeAlpha().raw()
      .toBuffer({ resolveWithObject: true });
    const count = ([red, green, blue]: readonly [number, number, number]) => {
      let pixels = 0;
      for (let at = 0; at < data.length; at += info.channels) {
        const distance = Math.abs((data[at] ?? 0) - red) +
          Math.abs((data[at + 1] ?? 0) - green) +
          Math.abs((data[at + 2] ?? 0) - blue);
        // A palette and smooth edges move colours a little.
        if (distance < 24) pixels++;
      }
      return pixels;
    };
    assert.ok(count([0x44, 0x44, 0x44]) > 2000);
    for (
      const colour of [
        [0x00, 0x72, 0xb2],
        [0xd5, 0x5e, 0x00],
        [0x00, 0x9e, 0x73],
        [0xcc, 0x79, 0xa7],
      ] as const
    ) {
      assert.ok(count(colour) > 300, String(colour));
    }
  }));

Deno.test("isFigurePath() takes SVG and PNG, however they are written", () => {
  for (const path of ["a.svg", "b/c.png", "D.PNG"]) {
    assert.ok(isFigurePath(path), path);
  }
  for (const path of ["a.jpg", "svg", "a.svg.txt", ""]) {
    assert.ok(!isFigurePath(path), path);
  }
});
