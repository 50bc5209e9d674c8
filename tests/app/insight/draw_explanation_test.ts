import assert from "node:assert/strict";
import type { Picture } from "../../../src/app/figure/canvas.ts";
import type { Explanation } from "../../../src/engine/insight/explanation.ts";
import { explainedPicture } from "../../../src/app/insight/draw_explanation.ts";

/** A grey picture. */
function grey(height: number, width: number) {
  return {
    pixels: new Uint8Array(height * width * 3).fill(128),
    height,
    width,
  };
}

/** A map of two by two, whose first place speaks alone. */
function explanation(view: Partial<Explanation["view"]> | null): Explanation {
  const whole = { fit: "crop", left: 0, top: 0, width: 1, height: 1 } as const;
  return {
    of: "cat",
    layer: "layer1",
    view: view && { ...whole, ...view },
    grid: { first: [0.25, 0.25], step: [0.5, 0.5] },
    map: [[1, 0], [0, 0]],
  };
}

/** The share of the way across and down where a picture is brightest. */
function brightest({ pixels, height, width }: Picture) {
  const sum = (at: number) =>
    pixels[at * 3]! + pixels[at * 3 + 1]! + pixels[at * 3 + 2]!;
  let best = 0;
  for (let at = 0; at < height * width; at++) {
    if (sum(at) > sum(best)) best = at;
  }
  return [Math.floor(best / width) / height, best % width / width];
}

Deno.test("of a crop the middle is drawn, which the network saw", () => {
  const wide = explainedPicture(explanation({}), grey(20, 60));
  assert.deepEqual([wide.height, wide.width], [20, 20]);
  const tall = explainedPicture(explanation({}), grey(60, 20));
  assert.deepEqual([tall.height, tall.width], [20, 20]);
  const part = explainedPicture(
    explanation({ left: 0.25, top: 0.25, width: 0.5, height: 0.5 }),
    grey(20, 60),
  );
  assert.deepEqual([part.height, part.width], [10, 10]);
});

Deno.test("a squished or padded picture is drawn whole, with the map where it belongs", () => {
  const squished = explainedPicture(
    explanation({ fit: "squish" }),
    grey(20, 60),
  );
  assert.deepEqual([squished.height, squished.width], [20, 60]);
  const [down, across] = brightest(squished);
  assert.ok(down! < 0.3 && across! < 0.3, `${down}, ${across}`);
  // A square of 60 around 20 rows: its first place lies above the middle of them.
  const padded = explainedPicture(explanation({ fit: "pad" }), grey(20, 60));
  assert.deepEqual([padded.height, padded.width], [20, 60]);
  const unknown = explainedPicture(explanation(null), grey(20, 60));
  assert.deepEqual([unknown.height, unknown.width], [20, 60]);
});
