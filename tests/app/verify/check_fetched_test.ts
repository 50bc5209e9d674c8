import assert from "node:assert/strict";
import { sha256 } from "../../../src/base/codec/sha256.ts";
import { checkFetched } from "../../../src/app/verify/check_fetched.ts";
import { Desk } from "../_cli.ts";

Deno.test("a file that changed since it was fetched is refused by name", async () => {
  await using desk = await Desk.open();
  const items = await Promise.all(
    Array.from({ length: 20 }, async (_, at) => ({
      id: `${at}`,
      item: at,
      file: {
        absolute: await desk.write(`${at}.png`, `picture ${at}`),
        sha256: sha256(`picture ${at}`),
      },
    })),
  );
  const rows = [{ id: "row", item: 1 }];
  const { signal } = new AbortController();
  await checkFetched([...items, ...rows], signal);
  const changed = await desk.write("17.png", "another 17");
  await assert.rejects(checkFetched(items, signal), {
    name: "PipelineError",
    item: changed,
    message:
      `Cannot verify "${changed}": its bytes are not those that were fetched`,
  });
  await assert.rejects(
    checkFetched(items, AbortSignal.abort(new Error("stop"))),
    /stop/,
  );
});
