import assert from "node:assert/strict";
import sharp from "sharp";
import { drawSheet, SHEET_FILE } from "../../../src/app/look/sheet.ts";
import { withFolder } from "../../_folder.ts";

const COLOURS = [[255, 0, 0], [0, 255, 0], [0, 0, 255]] as const;

Deno.test("a sheet has the file, then each stage, of one item after the other", async () => {
  await withFolder(async (folder) => {
    const solid = (at: number, side: number) =>
      Array.from({ length: side * side }, () => COLOURS[at]!).flat();
    const cells = await Promise.all(
      COLOURS.map(async (colour, at) => {
        const [r, g, b] = colour;
        const file = `${folder}/${at}.png`;
        await sharp({
          create: {
            width: 40,
            height: 20,
            channels: 3,
            background: { r, g, b },
          },
        }).png().toFile(file);
        return { lines: [`label ${at}`, `${at}.png`], file };
      }),
    );
    const write = async (name: string, order: readonly number[]) => {
      const bytes = order.flatMap((at) => solid(at, 16));
      await Deno.writeFile(`${folder}/${name}.bin`, Uint8Array.from(bytes));
      return { title: name, file: `${name}.bin`, height: 16, width: 16 };
    };
    const pictures = [
      await write("input", [0, 1, 2, 0]),
      await write("network", [2, 0, 1, 0]),
    ];
    const broken = { lines: ["broken"], file: `${folder}/input.bin` };
    await drawSheet({
      title: "a title",
      folder,
      columns: 2,
      cells: [...cells, broken],
      pictures,
    });
    const { data, info } = await sharp(`${folder}/${SHEET_FILE}`).raw()
      .toBuffer({ resolveWithObject: true });
    // 16 pixels are shown ten times larger, three pictures a cell.
    const cell = 3 * 160 + 2 * 6;
    assert.equal(info.width, 2 * 24 + 2 * cell + 28);
    const top = 24 + 30 + 40;
    const at = (row: number, column: number, place: number) => {
      const x = 24 + column * (cell + 28) + place * 166 + 80;
      const y = top + row * (160 + 6 + 40 + 28) + 80;
      const from = (y * info.width + x) * info.channels;
      return [...data.subarray(from, from + 3)];
    };
    const [red, green, blue] = COLOURS.map((each) => [...each]);
    assert.deepEqual([0, 1, 2].map((place) => at(0, 0, place)), [
      red,
      red,
      blue,
    ]);
    assert.deepEqual([0, 1, 2].map((place) => at(0, 1, place)), [
      green,
      green,
      red,
    ]);
    assert.deepEqual([0, 1, 2].map((place) => at(1, 0, place)), [
      blue,
      blue,
      green,
    ]);
    // Twice as wide as it is high: nothing above it but the ground.
    const above = (top + 10) * info.width + 24 + 80;
    assert.deepEqual([...data.subarray(above * 3, above * 3 + 3)], [
      236,
      236,
      240,
    ]);
    assert.deepEqual(at(1, 1, 0), [236, 236, 240]);
  });
});
