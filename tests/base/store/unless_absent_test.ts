import assert from "node:assert/strict";
import { unlessAbsent } from "../../../src/base/store/unless_absent.ts";
import { withFolder } from "../../_folder.ts";

Deno.test("unlessAbsent() gives what is there, and nothing where it is not", () =>
  withFolder(async (folder) => {
    const path = `${folder}/a`;
    assert.equal(await unlessAbsent(Deno.readTextFile(path)), undefined);
    await Deno.writeTextFile(path, "");
    assert.equal(await unlessAbsent(Deno.readTextFile(path)), "");
  }));

Deno.test("unlessAbsent() throws every other fault", () =>
  withFolder(async (folder) => {
    const fault = new Deno.errors.PermissionDenied("no");
    await assert.rejects(unlessAbsent(Promise.reject(fault)), fault);
    await Deno.writeTextFile(`${folder}/a`, "");
    await assert.rejects(
      unlessAbsent(Deno.stat(`${folder}/a/b`)),
      Deno.errors.NotADirectory,
    );
  }));
