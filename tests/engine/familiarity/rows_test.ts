import assert from "node:assert/strict";
import * as leat from "leat";
import type { Json } from "../../../src/flow/kinds/json.ts";
import { Predictor } from "../../../src/engine/model/predictor.ts";
import { readFamiliarity } from "../../../src/engine/model/familiarity_file.ts";
import { readModel } from "../../../src/engine/model/read_model.ts";
import { jobOf, points, run, withDevice } from "../jobs.ts";

const ROWS = Array.from({ length: 160 }, (_, at) => ({
  id: `p${at}`,
  x: Math.sin(at * 12.9898),
  y: Math.cos(at * 78.233),
  colour: ["red", "green", "blue"][at % 3]!,
}));

const itemOf = (item: Json) => ({
  id: "asked",
  item,
  read: () => Promise.reject(new Error("a row has no bytes")),
});

Deno.test("rows with a number or a word that training has none like are unlike, and others are not", async () => {
  for (const hidden of [[], [4]]) {
    await withDevice(async (folder) => {
      const job = await jobOf(
        leat.pipeline({
          ...points.spec,
          source: leat.rows(ROWS, { id: "id" }),
          architecture: leat.mlp({ hidden }),
        }),
        folder,
      );
      const { model, familiarity } = await run(job);
      assert.ok(familiarity);
      const remembered = await readFamiliarity(familiarity.folder);
      // What the first layer reads: two numbers, and 3 of a colour.
      assert.equal(remembered?.body?.columns, 5);
      const stored = {
        ...await readModel(model.folder),
        familiarity: remembered,
      };
      using predictor = await Predictor.open(stored, job.stages);
      const ask = async (row: Json) =>
        (await predictor.predict(itemOf(row))).unlike;
      const far = await ask({ x: 900, y: 0, colour: "red" });
      assert.equal(far?.flag, true);
      assert.deepEqual(far?.unmet?.map(({ column }) => column), ["x"]);
      const word = await ask({ x: 0.1, y: 0, colour: "mauve" });
      assert.equal(word?.flag, true);
      assert.deepEqual(word?.unmet, [{ column: "colour", value: "mauve" }]);
      // No more than one of twenty validation rows is.
      const { items, sets } = job.front;
      const valid = items.filter(({ id }) => sets.valid.includes(id));
      const told = await predictor.predictAll(
        valid.map(({ item }) => itemOf(item as Json)),
      );
      const flags = told.map((each) =>
        each.status === "fulfilled" && each.value.unlike?.flag
      );
      assert.ok(!flags.includes(undefined));
      const most = Math.floor(0.05 * valid.length);
      assert.ok(most >= 1);
      assert.ok(flags.filter((flag) => flag === true).length <= most);

      // Where an input of the pipeline's own fails at it, the answer stands.
      const { input } = job.stages;
      const failing = {
        ...job.stages,
        input: {
          ...input,
          behaviour: {
            ...input.behaviour,
            unmet: () => () => {
              throw new Error("not today");
            },
          },
        },
      };
      const notices: string[] = [];
      using other = await Predictor.open(
        stored,
        failing,
        (line) => notices.push(line),
      );
      const { label, unlike } = await other.predict(
        itemOf({ x: 900, y: 0, colour: "red" }),
      );
      assert.ok(label === "same" || label === "other");
      assert.equal(unlike?.unmet, undefined);
      assert.ok(
        notices.includes("Cannot tell what of an item is new: not today"),
      );
    });
  }
});
