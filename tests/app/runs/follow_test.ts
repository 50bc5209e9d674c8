import assert from "node:assert/strict";
import { join } from "node:path";
import { followRun } from "../../../src/app/runs/follow.ts";
import { EVENTS, LIVE } from "../../../src/app/runs/run_files.ts";
import { runFolder } from "../../../src/app/runs/run_store.ts";
import { holdFile } from "../../../src/base/store/held_file.ts";
import type { RunEvent } from "../../../src/flow/events/event.ts";
import { withFolder } from "../../_folder.ts";
import { END, notice } from "../_records.ts";

const line = (event: RunEvent) => `${JSON.stringify(event)}\n`;

/** A run that goes on, and what writes its events. */
async function withRun(
  work: (root: string, append: (bytes: Uint8Array) => void) => Promise<void>,
) {
  await withFolder(async (root) => {
    const folder = runFolder(root, "r");
    await Deno.mkdir(folder, { recursive: true });
    await work(
      root,
      (bytes) =>
        Deno.writeFileSync(join(folder, EVENTS), bytes, { append: true }),
    );
  });
}

const encode = (text: string) => new TextEncoder().encode(text);

Deno.test("followRun() tells each event once it is whole, to several observers", () =>
  withRun(async (root, append) => {
    const held = await holdFile(join(runFolder(root, "r"), LIVE));
    const observers = [followRun(root, "r"), followRun(root, "r")];
    const next = () => Promise.all(observers.map((each) => each.next()));
    // There is no file of events yet: they wait for it.
    const first = next();
    const text = encode(line(notice("größer")));
    // Within a character, and within a line.
    const cut = text.indexOf(0xc3) + 1;
    append(text.subarray(0, cut));
    append(text.subarray(cut));
    for (const { value } of await first) {
      assert.deepEqual(value, notice("größer"));
    }
    const second = next();
    append(encode(line(notice("b")) + line(END) + '{"type":"torn'));
    for (const { value } of await second) assert.deepEqual(value, notice("b"));
    for (const { value } of await next()) assert.deepEqual(value, END);
    // The run ended, though its process lives.
    for (const { done, value } of await next()) {
      assert.deepEqual([done, value], [true, "ended"]);
    }
    held[Symbol.dispose]();
  }));

Deno.test("followRun() ends where the process of the run is gone, without its torn last line", () =>
  withRun(async (root, append) => {
    append(encode(`${line(notice("a"))}{"type":"not`));
    const events = followRun(root, "r");
    assert.deepEqual((await events.next()).value, notice("a"));
    assert.deepEqual(await events.next(), { done: true, value: "lost" });
  }));

Deno.test("followRun() ends where its observer leaves, and the run goes on", () =>
  withRun(async (root) => {
    using _held = await holdFile(join(runFolder(root, "r"), LIVE));
    const leave = new AbortController();
    const events = followRun(root, "r", leave.signal).next();
    leave.abort();
    assert.deepEqual(await events, { done: true, value: "left" });
  }));

Deno.test("followRun() ends at once where there is no such run", () =>
  withFolder(async (root) => {
    const next = await followRun(root, "absent").next();
    assert.deepEqual(next, { done: true, value: "lost" });
  }));
