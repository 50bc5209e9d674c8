import assert from "node:assert/strict";
import { PeakFinder } from "../../../src/engine/insight/peaks.ts";

Deno.test("each channel keeps the places of the images that excite it most", () => {
  const finder = new PeakFinder([2, 2, 3]);
  // Rows of [channel 0, channel 1, channel 2], place by place.
  finder.show("a", Float32Array.of(1, 0, -1, 5, 0, -2, 2, 0, -1, 0, 0, -3));
  finder.show("b", Float32Array.of(0, 0, -1, 0, 0, -2, 0, 2, -1, 7, 2, -3));
  finder.show("c", Float32Array.of(5, 0, -1, 5, 0, -2, 2, 0, -1, 0, 0, NaN));
  const found = finder.strongest({ channels: 3, patches: 2 });
  assert.deepEqual(found, [
    {
      channel: 0,
      peaks: [
        { item: "b", value: 7, row: 1, column: 1 },
        { item: "a", value: 5, row: 0, column: 1 },
      ],
    },
    // The first of equals; what is zero excites nothing.
    { channel: 1, peaks: [{ item: "b", value: 2, row: 1, column: 0 }] },
  ]);
});

Deno.test("channels are those that tell images apart most, in their order", () => {
  const finder = new PeakFinder([1, 1, 3]);
  finder.show("a", Float32Array.of(100, 1, 3));
  finder.show("b", Float32Array.of(100, 5, 1));
  const two = finder.strongest({ channels: 2, patches: 1 });
  assert.deepEqual(two.map(({ channel }) => channel), [1, 2]);
  const one = finder.strongest({ channels: 1, patches: 1 });
  assert.deepEqual(one.map(({ channel }) => channel), [1]);
  assert.deepEqual(
    new PeakFinder([1, 1, 3]).strongest({
      channels: 2,
      patches: 1,
    }),
    [],
  );
});

Deno.test("above a ceiling images are told apart, and channels are by what it lets through", () => {
  const finder = new PeakFinder([1, 2, 2]);
  // Of channel 0 all that is large is held down to 6.
  finder.show("a", Float32Array.of(7, 1, 0, 0), Float32Array.of(6, 1, 0, 0));
  finder.show("b", Float32Array.of(6, 4, 90, 0), Float32Array.of(6, 4, 6, 0));
  const all = finder.strongest({ channels: 2, patches: 2 });
  assert.deepEqual(all[0]?.peaks, [
    { item: "b", value: 90, row: 0, column: 1 },
    { item: "a", value: 7, row: 0, column: 0 },
  ]);
  const one = finder.strongest({ channels: 1, patches: 2 });
  assert.deepEqual(one.map(({ channel }) => channel), [1]);
});

Deno.test("of many places those at the edge excite nothing, where padding does", () => {
  const shown = (side: number, at: number) => {
    const finder = new PeakFinder([side, side, 1]);
    const made = new Float32Array(side * side);
    made[at] = 9;
    made[side + 1] = 2;
    finder.show("a", made);
    return finder.strongest({ channels: 1, patches: 1 })[0]?.peaks;
  };
  const inside = [{ item: "a", value: 2, row: 1, column: 1 }];
  for (const edge of [0, 3, 8, 15, 56, 63]) {
    assert.deepEqual(shown(8, edge), inside);
  }
  assert.deepEqual(shown(8, 18), [{ item: "a", value: 9, row: 2, column: 2 }]);
  // Of few places none can be spared.
  assert.deepEqual(shown(7, 0), [{ item: "a", value: 9, row: 0, column: 0 }]);
});
