import assert from "node:assert/strict";
import { join } from "node:path";
import {
  ChoicesFile,
  ChosenMeanwhile,
} from "../../../src/app/clean/choices_file.ts";
import { choicesUnusable } from "../../../src/base/errors/clean.ts";
import type { Choice } from "../../../src/flow/clean/choice.ts";
import { withFolder } from "../../_folder.ts";

const choice = (item: string, kind: "keep" | "drop" = "drop"): Choice => ({
  item,
  choice: kind,
  was: "cat",
  content: "0123456789abcdef",
});

Deno.test("choices are put into a file, changed and taken back", () =>
  withFolder(async (folder) => {
    const file = new ChoicesFile(join(folder, "p.clean.jsonl"));
    assert.equal((await file.read()).size, 0);
    await file.put("b", undefined, choice("b"));
    await file.put("a", undefined, choice("a"));
    await file.put("b", choice("b"), choice("b", "keep"));
    assert.deepEqual([...(await file.read()).values()], [
      choice("a"),
      choice("b", "keep"),
    ]);
    await file.put("a", choice("a"), undefined);
    assert.deepEqual([...(await file.read()).keys()], ["b"]);
    assert.deepEqual(
      [...Deno.readDirSync(folder)].map(({ name }) => name),
      ["p.clean.jsonl"],
    );
  }));

Deno.test("whoever did not see what stands there does not overwrite it", () =>
  withFolder(async (folder) => {
    const path = join(folder, "p.clean.jsonl");
    const [one, other] = [new ChoicesFile(path), new ChoicesFile(path)];
    await one.put("a", undefined, choice("a"));
    await assert.rejects(
      other.put("a", undefined, choice("a", "keep")),
      ChosenMeanwhile,
    );
    // The same thing said twice is no quarrel.
    await other.put("a", undefined, choice("a"));
    assert.deepEqual((await one.read()).get("a"), choice("a"));
  }));

Deno.test("of choices that are made at the same time none is lost", () =>
  withFolder(async (folder) => {
    const path = join(folder, "p.clean.jsonl");
    const ids = Array.from({ length: 24 }, (_, at) => `item ${at}`);
    await Promise.all(
      ids.map((id) => new ChoicesFile(path).put(id, undefined, choice(id))),
    );
    const { size } = await new ChoicesFile(path).read();
    assert.equal(size, ids.length);
  }));

Deno.test("what is to be done is told of a full disk, and of a file of somebody else", () => {
  const remedy = (code: string) =>
    choicesUnusable("write", "p", Object.assign(new Error("no"), { code }))
      .remedy;
  assert.equal(remedy("ENOSPC"), "Free some space on its disk, then try again");
  assert.match(remedy("EACCES") ?? "", /^Let this user write the file/);
});

Deno.test("a place that cannot be written is told, and a broken file is left as it is", () =>
  withFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "file"), "");
    const below = new ChoicesFile(join(folder, "file", "p.clean.jsonl"));
    await assert.rejects(below.put("a", undefined, choice("a")), {
      name: "PipelineError",
      message: /^Cannot write ".*p\.clean\.jsonl": /,
    });
    const path = join(folder, "broken.jsonl");
    await Deno.writeTextFile(path, "<<<<<<<\n");
    await assert.rejects(
      new ChoicesFile(path).put("a", undefined, choice("a")),
      /line 1 is no choice/,
    );
    assert.equal(await Deno.readTextFile(path), "<<<<<<<\n");
  }));
