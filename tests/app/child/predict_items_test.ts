import assert from "node:assert/strict";
import { images, rows, table } from "leat";
import { z } from "zod";
import { PipelineError } from "../../../src/base/errors/pipeline_error.ts";
import { itemsToPredict } from "../../../src/app/child/predict_items.ts";
import { Desk } from "../_cli.ts";

const pictures = images("./images").behaviour;
const written = rows([{ x: 1, word: "a" }]).behaviour;
const days = table(
  "./days.csv",
  z.object({ code: z.string(), rain: z.number().nullable(), hot: z.boolean() }),
).behaviour;

/** Ids and items of a file with this text. */
async function itemsOf(
  source: Parameters<typeof itemsToPredict>[0],
  path: string,
  text: string,
) {
  await using desk = await Desk.open();
  await desk.write(path, text);
  const items = await itemsToPredict(source, path, desk.folder);
  return items.map(({ id, item }) => [id, item]);
}

Deno.test("itemsToPredict() makes one item of an image, read when it is asked", async () => {
  await using desk = await Desk.open();
  await desk.write("some/cat.jpg", new Uint8Array([1, 2]));
  const [item, ...more] = await itemsToPredict(
    pictures,
    "some/cat.jpg",
    desk.folder,
  );
  assert.deepEqual(more, []);
  assert.equal(item?.id, "some/cat.jpg");
  assert.deepEqual(item?.item, {
    media: "image",
    path: "some/cat.jpg",
    name: "cat.jpg",
  });
  assert.deepEqual(await item?.read(), new Uint8Array([1, 2]));
  const [absent] = await itemsToPredict(pictures, "no.jpg", desk.folder);
  await assert.rejects(absent?.read() ?? Promise.resolve(), (error) => {
    assert.ok(error instanceof PipelineError);
    assert.equal(
      error.message,
      'Cannot predict "no.jpg": there is no such file',
    );
    assert.equal(error.remedy, "Give the path of an image");
    return true;
  });
});

Deno.test("itemsToPredict() makes an item of each row", async () => {
  assert.deepEqual(await itemsOf(written, "a.json", '{"x": 2}'), [
    ["a.json", { x: 2 }],
  ]);
  assert.deepEqual(await itemsOf(written, "a.json", '[{"x": 2}, {"x": 3}]'), [
    ["a.json#1", { x: 2 }],
    ["a.json#2", { x: 3 }],
  ]);
  assert.deepEqual(await itemsOf(written, "a.csv", "x,word\n2,b\n3,\n"), [
    ["a.csv#1", { x: 2, word: "b" }],
    ["a.csv#2", { x: 3, word: null }],
  ]);
});

Deno.test("itemsToPredict() reads the cells of a table as in training", async () => {
  assert.deepEqual(
    await itemsOf(days, "new.csv", "rain,code,more\n1.5,007,x\n,1,y\n"),
    [
      ["new.csv#1", { code: "007", rain: 1.5 }],
      ["new.csv#2", { code: "1", rain: null }],
    ],
  );
  assert.deepEqual(await itemsOf(days, "one.csv", "hot\nTRUE\n"), [
    ["one.csv", { hot: true }],
  ]);
});

Deno.test("itemsToPredict() says what is wrong with a file", async () => {
  const cases = [
    ["a.json", "{", /^Cannot predict "a.json": .*JSON/],
    ["a.json", "3", /"a.json": it is neither a row nor a list of rows$/],
    ["a.json", "[]", /"a.json": it holds no rows$/],
    ["a.csv", "", /"a.csv": it holds no rows$/],
    ["a.csv", "x,y\n", /"a.csv": it holds no rows$/],
    ["a.csv", 'x\n"1', /^Cannot predict "a.csv": Quoted field/],
  ] as const;
  for (const [path, text, message] of cases) {
    await assert.rejects(itemsOf(written, path, text), (error) => {
      assert.ok(error instanceof PipelineError);
      assert.match(error.message, message);
      assert.match(error.remedy ?? "", /^Give a JSON file of one row/);
      return true;
    });
  }
  await assert.rejects(
    itemsToPredict(written, "absent.csv", "/"),
    /Cannot predict "absent.csv": there is no such file/,
  );
  await assert.rejects(
    itemsToPredict(written, "/tmp", "/"),
    /Cannot predict "\/tmp": it is a folder/,
  );
});
