import assert from "node:assert/strict";
import { eventsOf, type Parts, pictures, points } from "../../app/desk.ts";
import { HARMLESS, type Hostile, type Prey } from "../_hostile.ts";

/** Points with other parts. */
function asks(
  name: string,
  parts: Parts | ((prey: Prey) => Parts),
  says: Hostile["says"],
  more: Partial<Hostile> = {},
): Hostile {
  const text = (prey: Prey) =>
    points(typeof parts === "function" ? parts(prey) : parts);
  return { name, text, says, ...more };
}

/** Points whose answer about labels and sets is another. */
function divides(name: string, changed: string, says: RegExp): Hostile {
  const after = `const { stringify } = JSON;
JSON.stringify = (value: any, ...rest: any[]) =>
  (stringify as any)(value?.type === "divided" ? { ...value, ${changed} } : value, ...rest);`;
  return { name, text: () => `${points()}\n${after}`, says };
}

const ROW = 'import { z } from "zod";';
const row = "z.object({ x: z.number(), y: z.number() })";

/** A pipe that nobody writes to. */
async function pipe(folder: string): Promise<void> {
  const { success } = await new Deno.Command("mkfifo", {
    args: [`${folder}/pipe.csv`],
  }).output();
  assert.ok(success);
}

/** Their data is a bomb, or is somebody else's. */
export const DATA: readonly Hostile[] = [
  asks(
    "trains for 10^9 epochs",
    { fit: "leat.constant(1e9)" },
    /it has 1000000000 epochs, and 100000 are the most$/,
  ),
  asks(
    "trains for more steps than memory has room for",
    {
      before:
        "const more = Array.from({ length: 300 }, (_, at) => ({ at, x: at % 7 - 3, y: at }));",
      source: 'leat.rows(more, { id: "at" })',
      fit: "leat.constant(100_000, { batch: 2 })",
    },
    /it has \d+ steps, and 10000000 are the most$/,
  ),
  asks(
    "reads images of 10^9 pixels a side",
    {},
    /^Cannot make input "image": size/,
    { text: () => pictures({ input: "leat.image({ size: 1e9 })" }) },
  ),
  asks(
    "reads images of no size",
    {},
    /^Cannot make input "image": size/,
    { text: () => pictures({ input: "leat.image({ size: NaN })" }) },
  ),
  asks(
    "has a layer of 10^9 units",
    { architecture: "leat.mlp({ hidden: [1e9, 1e9] })" },
    /^Cannot make architecture "mlp": hidden\.0: Too big/,
  ),
  asks(
    "draws 10^9 pictures",
    {},
    /^Cannot declare dataset "many": count: Too big/,
    {
      text: () =>
        pictures({
          before:
            'const many = leat.dataset({ kind: "drawn", name: "many", licence: "MIT", generator: "doodles", version: 1, seed: 1, count: 1e9 });',
          source: "leat.images(many)",
        }),
    },
  ),
  asks(
    "has rows that nest without end",
    {
      before:
        "let deep: any = 1; for (let at = 0; at < 100_000; at++) deep = [deep];",
      source: "leat.rows([{ at: 1, x: deep }, { at: 2, x: deep }])",
    },
    /RangeError: Maximum call stack size exceeded/,
  ),
  asks(
    "has rows that contain themselves",
    {
      before: "const self: any = { at: 1, x: 1, y: 1 }; self.self = self;",
      source: "leat.rows([self, self])",
    },
    /: its param .* contains itself$/,
  ),
  asks(
    "has rows with the key of all objects",
    {
      before:
        `const odd = points.map((each) => JSON.parse('{"__proto__":{"store":"/etc"},"constructor":1,"at":' + each.at + ',"x":' + each.x + ',"y":' + each.y + "}"));`,
      label: '() => "a"',
      source: 'leat.rows(odd, { id: "at" })',
    },
    HARMLESS,
  ),
  asks(
    "has rows that are no data",
    { source: "leat.rows([{ at: 1, x: () => 1, y: 1n } as any])" },
    /^Cannot make source "rows": rows\.0\.x: /,
  ),
  asks(
    "has params that change when they are looked at",
    {
      before: "let looks = 0;",
      fit:
        "leat.constant({ valueOf: () => ++looks, toJSON: () => ++looks } as any)",
    },
    /^Cannot make fit "constant": epochs/,
  ),
  asks(
    "has options that throw when they are looked at",
    {
      architecture:
        'leat.mlp({ get hidden(): number[] { throw new Error("\\x1b[2Jlooked"); } })',
    },
    /Error: ␛\[2Jlooked/,
  ),
  asks(
    "names its items by paths that lead out",
    {
      before:
        'const out = points.map((each) => ({ ...each, at: "../".repeat(9) + "etc/" + each.at }));',
      source: 'leat.rows(out, { id: "at" })',
    },
    "trains",
  ),
  asks(
    "names its items by what commands the terminal",
    {
      before:
        'const odd = points.map((each) => ({ ...each, at: "\\x1b[2J" + each.at }));',
      source: 'leat.rows(odd, { id: "at" })',
      label: "() => undefined as any",
    },
    /^Cannot label "␛\[2J0": /,
  ),
  asks(
    "names two items alike",
    {
      before: 'const same = points.map((each) => ({ ...each, at: "one" }));',
      source: 'leat.rows(same, { id: "at" })',
    },
    /two rows have "one"$/,
  ),
  divides(
    "puts an item into two sets",
    "sets: { ...value.sets, valid: value.sets.train }",
    /^Cannot put "\d+" into both "train" and "valid"$/,
  ),
  divides(
    "puts an item that is not there into a set",
    'sets: { ...value.sets, test: ["../../etc/passwd"] }',
    /^Cannot put .* the source lists no such item$/,
  ),
  divides("labels fewer items than there are", "labels: []", /^Cannot label/),
  divides(
    "labels with numbers that are none",
    "labels: value.labels.map(() => Number.MAX_VALUE * 10)",
    /^Cannot use ".*p\.ts": its answer does not fit/,
  ),
  divides(
    "labels with books",
    'labels: value.labels.map(() => "x".repeat(2 ** 20))',
    /^Cannot use ".*p\.ts": what it says and prints is over/,
  ),
  asks(
    "reads a table from a pipe",
    { before: ROW, source: `leat.table("./pipe.csv", ${row})` },
    /^Cannot read ".*pipe\.csv": it is neither a file nor a folder$/,
    { plant: pipe },
  ),
  asks(
    "reads a table from a device",
    { before: ROW, source: `leat.table("/dev/zero", ${row})` },
    /^Cannot read "\/dev\/zero": it is neither a file nor a folder$/,
  ),
  asks(
    "reads a table from a device by a link",
    { before: ROW, source: `leat.table("./link.csv", ${row})` },
    /^Cannot read ".*link\.csv": it is neither a file nor a folder$/,
    { plant: (folder) => Deno.symlink("/dev/zero", `${folder}/link.csv`) },
  ),
  asks(
    "reads a table from what the system tells of its asker",
    { before: ROW, source: `leat.table("/proc/self/environ", ${row})` },
    /^Cannot read "\/proc\/self\/environ": the system tells of itself there$/,
  ),
  asks(
    "reads images from what the system tells of itself",
    {},
    /^Cannot read "\/proc": the system tells of itself there$/,
    { text: () => pictures({ source: 'leat.images("/proc")' }) },
  ),
  asks(
    "reads a table out of a package by a path that leads out",
    {
      before:
        `${ROW} const out = leat.dataset({ kind: "package", name: "out", licence: "MIT", file: "vega-datasets/" + "../".repeat(20) + "etc/passwd" });`,
      source: `leat.table(out, ${row})`,
    },
    /: it leads out of its dataset$/,
  ),
  asks(
    "reads a table out of a folder above all packages",
    {
      before:
        `${ROW} const out = leat.dataset({ kind: "package", name: "out", licence: "MIT", file: "../deno.json" });`,
      source: `leat.table(out, ${row})`,
    },
    /^Cannot read "\.\.\/deno\.json": it leads out of its dataset$/,
  ),
  asks(
    "reads trained weights from a pipe",
    {},
    /^Cannot read weights "\.\/pipe\.csv": it is neither a file nor a folder$/,
    {
      text: () =>
        pictures({
          architecture:
            'leat.resnet({ channels: [4], blocks: [1], hidden: 4, weights: "./pipe.csv" })',
          fit: "leat.constant(1, { batch: 2 })",
        }),
      plant: async (folder) => {
        await pipe(folder);
        await Deno.mkdir(`${folder}/images`);
        for (const name of ["r0", "r1", "r2", "b0", "b1", "b2"]) {
          await Deno.writeTextFile(`${folder}/images/${name}.png`, name);
        }
      },
    },
  ),
  asks(
    "passes a file that is not its own as an image",
    {},
    /none of its \d+ items could be read/,
    {
      text: () => pictures({ fit: "leat.constant(1, { batch: 2 })" }),
      plant: async (folder, { file }) => {
        await Deno.mkdir(`${folder}/images`);
        for (const letter of "rb") {
          for (let at = 0; at < 6; at++) {
            await Deno.symlink(file, `${folder}/images/${letter}${at}.png`);
          }
        }
      },
      also: ({ events }) =>
        assert.ok(eventsOf(events, "unreadable").length > 0),
    },
  ),
];
