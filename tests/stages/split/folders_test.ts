import assert from "node:assert/strict";
import { folders } from "../../../src/stages/split/folders.ts";
import { fileItems, refusal, rowItems } from "./_items.ts";

Deno.test("folders() has the expected defaults", () => {
  assert.deepEqual(folders().params, { train: "train", valid: "valid" });
});

Deno.test("folders() divides by a folder at any depth", () => {
  const files = fileItems([
    "photos/test/a.jpg",
    "photos/train/cat/b.jpg",
    "train/c.jpg",
    "val/d.jpg",
  ]);
  const { behaviour } = folders({ valid: "val", test: "test" });
  assert.deepEqual(behaviour.divide(files), {
    train: ["photos/train/cat/b.jpg", "train/c.jpg"],
    valid: ["val/d.jpg"],
    test: ["photos/test/a.jpg"],
  });
});

Deno.test("folders() goes by the outermost folder that is named", () => {
  const files = fileItems(["train/valid/a.jpg", "valid/train/b.jpg"]);
  assert.deepEqual(folders().behaviour.divide(files), {
    train: ["train/valid/a.jpg"],
    valid: ["valid/train/b.jpg"],
    test: [],
  });
});

Deno.test("folders() does not take a file's name for a folder", () => {
  refusal(
    () => folders().behaviour.divide(fileItems(["cats/train"])),
    'Cannot place "cats/train": it lies in none of the folders "train", "valid"',
  );
});

Deno.test("folders() refuses a file in another folder", () => {
  const files = fileItems(["train/a.jpg", "valid/b.jpg", "extra/c.jpg"]);
  const error = refusal(
    () => folders().behaviour.divide(files),
    'Cannot place "extra/c.jpg": it lies in none of the folders "train", "valid"',
  );
  assert.equal(error.item, "extra/c.jpg");
});

Deno.test("folders() refuses a set without files", () => {
  refusal(
    () => folders().behaviour.divide(fileItems(["train/a.jpg"])),
    'Cannot split with folders(): no item is left for "valid" (train 1, valid 0, test 0)',
  );
});

Deno.test("folders() refuses rows of a table", () => {
  refusal(
    () => folders().behaviour.divide(rowItems([{ a: 1 }])),
    'Cannot place "row 0" by folder: it is not a file',
  );
});

Deno.test("folders() says which name is wrong", () => {
  refusal(
    () => folders({ valid: "images/valid" }),
    'Cannot make split "folders": valid: must be the name of one folder, without a slash',
  );
  refusal(
    () => folders({ valid: "train" }),
    'Cannot make split "folders": each set must have a folder of its own',
  );
});
