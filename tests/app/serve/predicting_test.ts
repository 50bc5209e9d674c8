import assert from "node:assert/strict";
import { join } from "node:path";
import { startPredicting } from "../../../src/app/serve/predicting.ts";

const SOURCES = new URL("../../../src/app/child/", import.meta.url);

/** A process that answers each item with the number of its bytes. */
const CHILD = `
import { frames } from "${new URL("frames.ts", SOURCES)}";
import { sendLine } from "${new URL("send_line.ts", SOURCES)}";
const asked = frames(Deno.stdin.readable);
await asked.next();
const about = {
  model: "m", kind: "quantity", classes: [], takes: "file", batch: 2,
};
sendLine({ type: "ready", about });
for await (const { head, body } of asked) {
  const answers = head.items.map(() => ({
    prediction: { label: body.length },
  }));
  sendLine({ type: "answers", id: head.id, answers });
}
`;

async function counting() {
  const folder = await Deno.makeTempDir({ prefix: "leat-test-" });
  const file = join(folder, "child.ts");
  await Deno.writeTextFile(file, CHILD);
  const config = new URL("../../../deno.json", import.meta.url).pathname;
  return await startPredicting(
    {
      command: { args: ["run", "--config", config, "-R", file] },
      [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
    },
    { model: "", own: { file: "", export: "" } },
    { onNotice: () => {}, answerMs: 60_000 },
  );
}

/** More than a pipe holds, so that it takes a while to write. */
const large = (megabytes: number) => ({
  name: "large",
  bytes: new Uint8Array(megabytes * 2 ** 20),
});

Deno.test("startPredicting() answers what it was asked before it was retired", async () => {
  const process = await counting();
  const asked = [process.ask([large(8)]), process.ask([large(4), large(1)])];
  const retired = process.retire();
  const answers = await Promise.all(asked);
  await retired;
  const labels = answers.map((each) =>
    each.map((it) => "prediction" in it ? it.prediction.label : it)
  );
  const megabytes = 2 ** 20;
  assert.deepEqual(labels, [[8 * megabytes], [5 * megabytes, 5 * megabytes]]);
});
