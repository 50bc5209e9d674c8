import assert from "node:assert/strict";
import { streamOf } from "../../../src/app/dashboard/stream.ts";
import { keepBatch } from "../../../src/app/runs/seen_batch.ts";
import { RunStore } from "../../../src/app/runs/run_store.ts";
import { withFolder } from "../../_folder.ts";
import { Viewer } from "../_viewer.ts";
import { END, notice, outcome } from "../_records.ts";
import { append, begun, ended, paged } from "./_runs.ts";

const ID = "20261127-100001-pets-a1";

const texts = (events: readonly (readonly [number, unknown])[]) =>
  events.map(([at, event]) => [at, (event as { text: string }).text]);

Deno.test("two viewers are told each event of a run, in order, while it goes on", () =>
  withFolder(async (root) => {
    using _run = await begun(root, ID, [notice("a"), notice("b")]);
    await using page = await paged(root);
    await using one = await Viewer.open(page, `run=${ID}`);
    assert.deepEqual(texts(await one.events(2)), [[0, "a"], [1, "b"]]);
    await using two = await Viewer.open(page, `run=${ID}`);
    await append(root, ID, [notice("c"), notice("größer"), notice("d")]);
    const rest = [[2, "c"], [3, "größer"], [4, "d"]];
    assert.deepEqual(texts(await one.events(3)), rest);
    assert.deepEqual(
      texts(await two.events(5)),
      [[0, "a"], [1, "b"], ...rest],
    );
  }));

Deno.test("who lost the line goes on where it was, with nothing lost and nothing twice", () =>
  withFolder(async (root) => {
    using _run = await begun(root, ID, ["a", "b", "c"].map(notice));
    await using page = await paged(root);
    {
      await using first = await Viewer.open(page, `run=${ID}`);
      assert.deepEqual(texts(await first.events(2)), [[0, "a"], [1, "b"]]);
    }
    await append(root, ID, [notice("d")]);
    // What a browser sends that was told the event 1 last.
    const again = { "last-event-id": "1" };
    await using second = await Viewer.open(page, `run=${ID}&from=0`, again);
    assert.deepEqual(texts(await second.events(2)), [[2, "c"], [3, "d"]]);
    await using third = await Viewer.open(page, `run=${ID}&from=3`);
    assert.deepEqual(texts(await third.events(1)), [[3, "d"]]);
  }));

Deno.test("little waits for a viewer that does not read, and who reads late is told everything", () =>
  withFolder(async (root) => {
    const long = "x".repeat(2000);
    const events = Array.from(
      { length: 6000 },
      (_, at) => notice(`${at}${long}`),
    );
    using _run = await begun(root, ID, events);
    const viewed = (signal: AbortSignal) => {
      const told = { sessions: 0 };
      const stream = streamOf({
        storeRoot: root,
        run: ID,
        from: 0,
        session: () => Promise.resolve(++told.sessions),
        record: () => Promise.resolve({}),
        signal,
      }, () => {});
      return { stream, told };
    };
    const moment = () => new Promise((next) => setTimeout(next, 5));

    const leave = new AbortController();
    const idle = viewed(leave.signal);
    while (idle.told.sessions === 0) await moment();
    // Long enough for all of it, if it came.
    for (let turn = 0; turn < 60; turn++) await moment();
    leave.abort();
    const waited = (await new Response(idle.stream).bytes()).length;
    assert.ok(waited < 2 * 2 ** 20, `${waited} bytes`);

    let last = "";
    const ending = new AbortController();
    for await (const bytes of viewed(ending.signal).stream) {
      const text = new TextDecoder().decode(bytes);
      last = /^id: (\d+)/.exec(text)?.[1] ?? last;
      if (last === "5999") ending.abort();
    }
    assert.equal(last, "5999");
  }));

Deno.test("a viewer is told that a run ended, with what is recorded of it then", () =>
  withFolder(async (root) => {
    const run = await begun(root, ID, [notice("a")]);
    await using page = await paged(root);
    await using viewer = await Viewer.open(page, `run=${ID}`);
    assert.equal((await viewer.told("record"))["status"], "running");
    await viewer.events(1);
    {
      using runs = RunStore.open(root);
      runs.finish(ID, outcome("ok"), []);
    }
    await append(root, ID, [END]);
    await viewer.events(1);
    const record = await viewer.told("record");
    assert.equal(record["status"], "ok");
    assert.equal(record["command"], "deno task train pets");
    assert.deepEqual(await viewer.told("end"), { how: "ended" });
    run[Symbol.dispose]();
  }));

Deno.test("a viewer is told that the process of a run was killed", () =>
  withFolder(async (root) => {
    const run = await begun(root, ID, [notice("a")]);
    await using page = await paged(root);
    await using viewer = await Viewer.open(page, `run=${ID}`);
    const status = (session: Record<string, unknown>) =>
      (session["runs"] as { status: string }[])[0]?.status;
    assert.equal(status(await viewer.told("session")), "running");
    // The kernel lets go of what a dead process held.
    run[Symbol.dispose]();
    assert.deepEqual(await viewer.told("end"), { how: "lost" });
    await using later = await Viewer.open(page, `run=${ID}`);
    assert.equal(status(await later.told("session")), "killed");
  }));

Deno.test("a viewer is told of runs that others begin, and of what watching comes to", () =>
  withFolder(async (root) => {
    await using page = await paged(root);
    await using viewer = await Viewer.open(page, "");
    const before = await viewer.told("session");
    assert.deepEqual(
      [before["runs"], before["current"], before["watch"]],
      [[], null, null],
    );
    await ended(root, ID);
    const after = await viewer.told("session");
    assert.equal(after["current"], ID);
    page.board.hear({ gen: 2, type: "watch.saved", files: ["p.ts"] });
    // The beginning of that run and its end may be told one after the other.
    const { data } = await viewer.next(({ event, data }) =>
      event === "session" && (data as Record<string, unknown>)["watch"] !== null
    );
    const { watch } = data as Record<string, unknown>;
    assert.deepEqual(watch, { files: [], saved: ["p.ts"], gen: 2, news: null });
  }));

Deno.test("a viewer of a run that goes on asks it for its batch, and is told when it comes", () =>
  withFolder(async (root) => {
    using _run = await begun(root, ID);
    await using page = await paged(root);
    await using viewer = await Viewer.open(page, `run=${ID}`);
    await viewer.told("session");
    const looks = () =>
      Deno.stat(`${root}/runs/${ID}/look`).then(() => true, () => false);
    while (!await looks()) await new Promise((next) => setTimeout(next, 10));
    const batch = {
      phase: "full",
      epoch: 1,
      step: 2,
      size: 1,
      items: [{ id: "a", label: "cat" }],
      fields: [],
    };
    keepBatch(root, ID, batch);
    await viewer.told("batch");
    const response = await fetch(`${page.url}batch?run=${ID}`);
    assert.deepEqual(await response.json(), batch);
  }));

Deno.test("a page that ends lets go of its viewers", () =>
  withFolder(async (root) => {
    using _run = await begun(root, ID);
    const page = await paged(root);
    await using viewer = await Viewer.open(page, `run=${ID}`);
    await viewer.told("session");
    const gone = assert.rejects(async () => {
      for (;;) await viewer.next();
    });
    await page[Symbol.asyncDispose]();
    await gone;
  }));
