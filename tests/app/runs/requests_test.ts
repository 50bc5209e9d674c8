import assert from "node:assert/strict";
import { ask, heedRequests } from "../../../src/app/runs/requests.ts";
import { runFolder } from "../../../src/app/runs/run_store.ts";
import { withFolder } from "../../_folder.ts";

Deno.test("heedRequests() does each thing that is asked once, until it is disposed", () =>
  withFolder(async (root) => {
    await Deno.mkdir(runFolder(root, "r"), { recursive: true });
    const done: string[] = [];
    let next = Promise.withResolvers<void>();
    const heed = (what: string) => () => {
      done.push(what);
      next.resolve();
    };
    const heeding = heedRequests(root, "r", {
      stop: heed("stop"),
      look: heed("look"),
    });
    ask(root, "r", "look");
    ask(root, "r", "look");
    await next.promise;
    next = Promise.withResolvers();
    ask(root, "r", "stop");
    await next.promise;
    assert.deepEqual(done, ["look", "stop"]);
    assert.deepEqual([...Deno.readDirSync(runFolder(root, "r"))], []);
    heeding[Symbol.dispose]();
  }));

Deno.test("ask() throws where there is no such run", () =>
  withFolder((root) => {
    assert.throws(() => ask(root, "none", "stop"), { code: "ENOENT" });
  }));
