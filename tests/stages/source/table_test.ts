import assert from "node:assert/strict";
import { z } from "zod";
import { dataset } from "../../../src/flow/stage/dataset.ts";
import { table } from "../../../src/stages/source/table.ts";
import { type HasList, listText, Machine, refusal } from "./_host.ts";

const day = z.object({ date: z.iso.date(), wind: z.number() });
const days = table("days.csv", day);

/** The rows that a text holds, in the order of the text. */
async function rowsOf(source: HasList, text: string) {
  const { items } = await listText(source, text);
  return items.map(({ item }) => item);
}

Deno.test("table() lists rows with cells of their column's type", async () => {
  const source = table(
    "t.csv",
    z.object({
      word: z.string(),
      number: z.number(),
      whole: z.int(),
      truth: z.boolean(),
      choice: z.enum(["1", "b"]),
      either: z.union([z.number(), z.string()]),
      one: z.literal(1),
    }),
  );
  const [row] = await rowsOf(
    source,
    "word,number,whole,truth,choice,either,one\n07,-1.5e2, 3 ,TRUE,1,x,1\n",
  );
  assert.deepEqual(row, {
    word: "07",
    number: -150,
    whole: 3,
    truth: true,
    choice: "1",
    either: "x",
    one: 1,
  });
});

Deno.test("table() asks for its file, and for one file of a dataset", async () => {
  const host = new Machine({ text: "date,wind\n2015-01-01,3\n" });
  await days.behaviour.list(host);
  const weather = dataset({
    kind: "package",
    name: "weather",
    licence: "CC0-1.0",
    notice: "real rows",
    file: "package/data",
  });
  const source = table(weather, day, { file: "days.csv" });
  const { notices } = await source.behaviour.list(host);
  assert.deepEqual(notices, ["real rows"]);
  assert.deepEqual(host.asked, [
    [{ path: "days.csv" }],
    [{ dataset: weather }, "days.csv"],
  ]);
});

Deno.test("table() reads semicolons, tabs, quotes, CRLF and a byte order mark", async () => {
  const note = table("t.csv", z.object({ id: z.int(), note: z.string() }), {
    id: "id",
  });
  const expected = [
    { id: 1, note: 'a;b "c"\nd' },
    { id: 2, note: "" },
    { id: 3, note: " x" },
  ];
  for (const delimiter of [",", ";", "\t", "|"]) {
    for (const end of ["\n", "\r\n"]) {
      const lines = ["id,note", '1,"a;b ""c""\nd"', "2,", "", "3, x", ""];
      const text = lines.join(end).replaceAll(",", delimiter);
      assert.deepEqual(await rowsOf(note, `\uFEFF${text}`), expected);
    }
  }
});

Deno.test("table() passes over columns that the row does not name", async () => {
  const [row] = await rowsOf(days, "more,wind, date \n1,2,2015-01-01");
  assert.deepEqual(row, { date: "2015-01-01", wind: 2 });
});

Deno.test("table() takes an empty cell as null, as left out or as its default", async () => {
  const source = table(
    "t.csv",
    z.object({
      nullable: z.number().nullable(),
      optional: z.number().optional(),
      standard: z.number().default(7),
      absent: z.string().optional(),
      text: z.string(),
      word: z.string().nullable(),
    }),
  );
  const [row] = await rowsOf(
    source,
    "nullable,optional,standard,text,word\n,, ,,\n",
  );
  assert.deepEqual(row, { nullable: null, standard: 7, text: "", word: null });
});

Deno.test("table() gives a row one id, wherever it stands", async () => {
  const one = await listText(days, "date,wind\n2015-01-01,1\n2015-01-02,2");
  const two = await listText(
    days,
    "wind,date\n9,2015-01-09\n2.0,2015-01-02\n1,2015-01-01",
  );
  const idOf = (items: typeof one.items, wind: number) =>
    items.find(({ item }) => JSON.stringify(item).includes(`"wind":${wind}`))
      ?.id;
  for (const wind of [1, 2]) {
    assert.equal(idOf(two.items, wind), idOf(one.items, wind));
  }
});

Deno.test("table() takes ids from a column", async () => {
  const source = table("days.csv", day, { id: "date" });
  const { items } = await listText(
    source,
    "date,wind\n2015-01-02,1\n2015-01-01,1",
  );
  assert.deepEqual(items.map(({ id }) => id), ["2015-01-01", "2015-01-02"]);
});

Deno.test("table() can be made again from its params, as text", async () => {
  const source = table(
    "t.csv",
    z.object({ n: z.int().min(1).nullable(), c: z.enum(["x", "y"]) }),
  );
  const params = JSON.parse(JSON.stringify(source.params));
  const again = source.factory(params);
  assert.deepEqual(again.params, source.params);
  assert.deepEqual(await rowsOf(source, "n,c\n,x\n2,y"), [
    { n: 2, c: "y" },
    { n: null, c: "x" },
  ]);
});

Deno.test("table() names file, row and column of a cell of another type", async () => {
  const reading = (text: string) => listText(days, text);
  await assert.rejects(
    reading("date,wind\n2015-01-01,1\n\n2015-01-02,strong"),
    refusal(
      'Cannot read row 4 of "days.csv": column "wind" must be a number, got "strong"',
      /^Correct the cell, or the column's type/,
    ),
  );
  await assert.rejects(
    reading("date,wind\n2015-01-01,"),
    refusal(
      'Cannot read row 2 of "days.csv": column "wind" must be a number, got an empty cell',
      /z\.nullable\(\)/,
    ),
  );
  for (const text of ["1,5", "0x10", "Infinity", "1e999", "NaN", "1 2"]) {
    await assert.rejects(
      reading(`date;wind\n2015-01-01;${text}`),
      refusal(
        `Cannot read row 2 of "days.csv": column "wind" must be a number, got "${text}"`,
      ),
    );
  }
});

Deno.test("table() says what a cell must be", async () => {
  const source = table(
    "t.csv",
    z.object({
      kind: z.enum(["sun", "rain"]).nullable(),
      sure: z.boolean(),
      count: z.int(),
    }),
  );
  const start = 'Cannot read row 2 of "t.csv": column ';
  await assert.rejects(
    listText(source, "kind,sure,count\nsnow,true,1"),
    refusal(`${start}"kind" must be one of "sun", "rain", got "snow"`),
  );
  await assert.rejects(
    listText(source, "kind,sure,count\nsun,yes,1"),
    refusal(`${start}"sure" must be true or false, got "yes"`),
  );
  await assert.rejects(
    listText(source, "kind,sure,count\nsun,true,1.5"),
    refusal(`${start}"count" must be a whole number, got "1.5"`),
  );
});

Deno.test("table() checks what the schema says beyond the type", async () => {
  const source = table("t.csv", z.object({ share: z.number().max(1) }));
  await assert.rejects(
    listText(source, "share\n1.5"),
    refusal(
      'Cannot read row 2 of "t.csv": column "share" does not fit (Too big: expected number to be <=1), got "1.5"',
    ),
  );
  await assert.rejects(
    listText(days, "date,wind\n01/02/2015,1"),
    refusal(
      'Cannot read row 2 of "days.csv": column "date" does not fit (Invalid ISO date), got "01/02/2015"',
    ),
  );
});

Deno.test("table() refuses a file without a column", async () => {
  await assert.rejects(
    listText(days, "date,Wind\n2015-01-01,1"),
    refusal(
      'Cannot read table "days.csv": there is no column "wind"',
      /the columns are "date", "Wind"$/,
    ),
  );
});

Deno.test("table() refuses a file that is no table", async () => {
  const start = 'Cannot read table "days.csv": ';
  await assert.rejects(listText(days, ""), refusal(`${start}it is empty`));
  await assert.rejects(
    listText(days, "\n \n"),
    refusal(`${start}it is empty`),
  );
  await assert.rejects(
    listText(days, "date,wind\n"),
    refusal('Cannot list rows of "days.csv": there are none'),
  );
  await assert.rejects(
    listText(days, "date,wind\n2015-01-01,1\n2015-01-02,1,5"),
    refusal(`${start}row 3 has 3 cells, and the header has 2`),
  );
  await assert.rejects(
    listText(days, 'date,wind\n2015-01-01,"1\n2015-01-02,2'),
    refusal(`${start}row 2: quoted field unterminated`),
  );
  await assert.rejects(
    listText(days, "date,wind,wind\n2015-01-01,1,2"),
    refusal(`${start}two columns are called "wind"`),
  );
});

Deno.test("table() refuses a schema that holds code", () => {
  const column = 'Cannot use this row of a table: column "a" ';
  const code =
    "has a check or change that is code, which cannot be sent to where files are read";
  for (
    const type of [
      z.string().trim(),
      z.string().toLowerCase(),
      z.number().refine((value) => value > 1),
      z.number().refine((value) => value > 1).nullable(),
    ]
  ) {
    assert.throws(
      () => table("t.csv", z.object({ a: type })),
      refusal(`${column}${code}`, /compute in the label function$/),
    );
  }
  assert.throws(
    () => table("t.csv", z.object({ a: z.string() }).refine(() => true)),
    refusal(
      "Cannot use this row of a table: its schema has a check that is code, which cannot be sent to where files are read",
    ),
  );
});

Deno.test("table() refuses a schema of what no cell can be", () => {
  const types = [
    [z.date(), "date"],
    [z.bigint(), "bigint"],
    [z.array(z.string()), "array"],
    [z.string().transform(Number), "pipe"],
    [z.preprocess(Number, z.number()), "pipe"],
    [z.any(), "any"],
    [z.union([z.string(), z.date()]), "date"],
    [z.number().catch(1), "catch"],
  ] as const;
  for (const [type, name] of types) {
    assert.throws(
      () => table("t.csv", z.object({ a: type })),
      refusal(
        `Cannot use this row of a table: column "a" is of type "${name}", which a cell of text cannot be`,
      ),
    );
  }
  assert.throws(
    () => table("t.csv", z.string()),
    refusal("Cannot use this row of a table: its schema is not a z.object()"),
  );
});
