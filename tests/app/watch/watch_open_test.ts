import assert from "node:assert/strict";
import { Desk } from "../_cli.ts";
import { points } from "../_pipelines.ts";
import { Viewer } from "../_viewer.ts";
import { watching } from "./_watching.ts";

Deno.test("an edit shows on the page of a watch at once, and so does the run that comes of it", async () => {
  await using desk = await Desk.open();
  await desk.save("p.ts", points());
  await using watch = watching(desk, "./p.ts", ["--open"]);
  const { text } = await watch.next("notice");
  const [, url = ""] = /The page is at (\S+)/.exec(text) ?? [];
  await watch.ended();
  await using viewer = await Viewer.open({ url }, "");
  type State = { saved: string[]; news: Record<string, unknown> | null };
  const session = async (met: (watch: State, current: unknown) => boolean) => {
    for (;;) {
      const { watch, current } = await viewer.told("session");
      if (met(watch as State, current)) return { watch, current };
    }
  };
  const before = await session((_, current) => current !== null);
  await desk.save(
    "p.ts",
    points({ fit: "leat.constant(2, { learningRate: 0.1, batch: 16 })" }),
  );
  await watch.next("watch.saved");
  await session(({ saved }) => saved.length > 0);
  await watch.ended();
  const after = await session((_, current) => current !== before.current);
  await using run = await Viewer.open({ url }, `run=${after.current}`);
  const record = await run.told("record");
  assert.equal(record["pipeline"], "./p.ts");
  // Only what this watch is about goes on from its page.
  assert.equal(record["refuses"], null);
  await using past = await Viewer.open({ url }, `run=${before.current}`);
  assert.equal(
    (await past.told("record"))["refuses"],
    "this page watches another run",
  );
  assert.equal(await watch.quit(), 0);
});
