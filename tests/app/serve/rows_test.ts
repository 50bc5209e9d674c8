import assert from "node:assert/strict";
import { Desk } from "../_cli.ts";
import { points } from "../_pipelines.ts";
import { rows, serving } from "./_serving.ts";

Deno.test("serve answers for a row and for a list of rows", async () => {
  await using desk = await Desk.open();
  await desk.write("q.ts", points());
  assert.equal((await desk.train("./q.ts")).code, 0);
  await using own = await serving(desk, "./q.ts");
  const post = async (init: RequestInit) => {
    const response = await fetch(`${own.url}/predict`, init);
    return { status: response.status, body: await response.json() };
  };
  const one = await post(rows({ x: 0.9, y: 0 }));
  assert.deepEqual([one.status, one.body.label], [200, "right"]);
  // Its validation rows are too few to say; its cells are told all the same.
  const { flag, unmet } = one.body.unlike;
  assert.deepEqual([flag, unmet], [null, []]);
  const odd = await post(rows({ x: 40, y: 0 }));
  assert.deepEqual(
    odd.body.unlike.unmet.map(({ column, value }: {
      column: string;
      value: unknown;
    }) => [column, value]),
    [["x", 40]],
  );
  const api = await (await fetch(`${own.url}/openapi.json`)).json();
  assert.ok(api.components.schemas.Unlike.properties.unmet);
  const list = await post(
    rows([{ x: 0.9, y: 0 }, { x: "much", y: 0 }, { x: -0.9, y: 0 }]),
  );
  assert.equal(list.status, 200);
  const { predictions } = list.body;
  assert.deepEqual(
    predictions.map(({ label }: { label?: string }) => label),
    ["right", undefined, "left"],
  );
  assert.match(predictions[1].error.message, /column "x" must hold a number/);
  assert.equal((await post(rows({ x: "much", y: 0 }))).status, 400);
  const model = await (await fetch(`${own.url}/model`)).json();
  assert.deepEqual(
    model.columns.map(({ name }: { name: string }) => name),
    ["x", "y"],
  );
});

Deno.test("serve says what it lacks before anything is started", async () => {
  await using desk = await Desk.open();
  await desk.write("new.ts", points());
  const [absent, open] = await Promise.all([
    desk.run(["serve", "./new.ts"]),
    desk.run(["serve", "./new.ts", "--host", "0.0.0.0", "--token", "short"]),
  ]);
  assert.equal(absent.code, 1);
  assert.match(absent.err, /Train it first: deno task train \.\/new\.ts/);
  assert.equal(open.code, 2);
  assert.match(open.err, /no --token of at least 16 characters/);
});
