import assert from "node:assert/strict";
import { runOf } from "../../../src/app/runs/references.ts";
import { RunStore } from "../../../src/app/runs/run_store.ts";
import { withFolder } from "../../_folder.ts";
import { start } from "../_records.ts";

Deno.test("runOf() takes last, what came before it, and beginnings of names", () =>
  withFolder((root) => {
    using runs = RunStore.open(root);
    for (const id of ["a-111", "b-122", "c-133"]) runs.begin(start(id));
    const id = (word: string) => runOf(runs, word).id;
    assert.equal(id("last"), "c-133");
    assert.equal(id("last~0"), "c-133");
    assert.equal(id("last~2"), "a-111");
    assert.equal(id("12"), "b-122");
    assert.equal(id("b"), "b-122");
  }));

Deno.test("runOf() lists the runs that a word may mean", () =>
  withFolder((root) => {
    using runs = RunStore.open(root);
    for (const id of ["a-111", "b-122"]) runs.begin(start(id));
    assert.throws(() => runOf(runs, "1"), {
      name: "PipelineError",
      stage: "command",
      message: 'Cannot tell which run "1" is: 2 are called so',
      remedy: /\n {2}122 \(pets, .*, b-122\)\n {2}111 \(pets, .*, a-111\)$/,
    });
  }));

Deno.test("runOf() says what there is where it finds no run", () =>
  withFolder((root) => {
    using runs = RunStore.open(root);
    assert.throws(() => runOf(runs, "last"), {
      message: 'Cannot find run "last": nothing is recorded yet',
    });
    runs.begin(start("a-111"));
    for (
      const word of ["last~1", "last~", "lastly", "", "'; DROP TABLE runs"]
    ) {
      assert.throws(() => runOf(runs, word), {
        stage: "command",
        message:
          `Cannot find run "${word}": 1 run is recorded, and none is called so`,
      });
    }
    assert.equal(runs.list().length, 1);
  }));
