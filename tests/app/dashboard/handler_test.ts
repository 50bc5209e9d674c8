import assert from "node:assert/strict";
import { request } from "node:http";
import { Board } from "../../../src/app/dashboard/board.ts";
import { handlerOf } from "../../../src/app/dashboard/handler.ts";
import { RunList } from "../../../src/app/dashboard/run_list.ts";
import { withFolder } from "../../_folder.ts";
import { Viewer } from "../_viewer.ts";
import { begun, ended, paged, WILLING } from "./_runs.ts";

const [ONE, TWO] = ["20261127-100001-pets-a1", "20261127-100002-pets-b2"];

/** Asks with headers that fetch() keeps to itself. */
function ask(
  url: string,
  headers: Record<string, string>,
  method = "GET",
): Promise<number> {
  return new Promise((resolve, reject) => {
    request(url, { method, headers }, (response) => {
      response.resume();
      response.on("end", () => resolve(response.statusCode ?? 0));
    }).on("error", reject).end();
  });
}

/** What the page itself would send. */
async function own(page: { readonly url: string }) {
  await using viewer = await Viewer.open(page, "");
  const { token } = await viewer.told("session");
  return {
    origin: page.url.replace(/\/$/, ""),
    "x-leat-token": String(token),
  };
}

Deno.test("the page answers its own name and pages alone, whatever is asked", () =>
  withFolder(async (root) => {
    await ended(root, ONE);
    await using page = await paged(root);
    const host = new URL(page.url).host;
    for (const path of ["", "live", `batch?run=${ONE}`, "compare", "none"]) {
      const url = `${page.url}${path}`;
      for (
        const headers of [
          { host: "evil.example" },
          { host: `leat.example:${new URL(page.url).port}` },
          { host, origin: "http://evil.example" },
          { host, origin: "http://127.0.0.1:1" },
          { host, origin: "null" },
          { host, "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" },
        ]
      ) assert.equal(await ask(url, headers), 403, path);
    }
    assert.equal(await ask(page.url, { host }), 200);
    assert.equal(await ask(page.url, { host }, "HEAD"), 200);
    assert.equal(await ask(`${page.url}live`, { host }, "HEAD"), 405);
  }));

Deno.test("every answer forbids whatever is not of this page", () =>
  withFolder(async (root) => {
    await using page = await paged(root);
    for (const path of ["", "page.css", "page.mjs", "none"]) {
      const { headers, body } = await fetch(page.url + path);
      await body?.cancel();
      const policy = headers.get("content-security-policy") ?? "";
      assert.match(policy, /^default-src 'none'; script-src 'self'; style-src/);
      assert.match(policy, /connect-src 'self'.*frame-ancestors 'none'/);
      assert.doesNotMatch(policy, /unsafe|https?:/);
      assert.match(headers.get("permissions-policy") ?? "", /camera=\(\)/);
      assert.equal(headers.get("x-content-type-options"), "nosniff");
    }
  }));

Deno.test("every file that the page names is there, and none is elsewhere", () =>
  withFolder(async (root) => {
    await using page = await paged(root);
    const seen = new Set<string>();
    const read = async (path: string) => {
      if (seen.has(path)) return;
      seen.add(path);
      const response = await fetch(new URL(path, page.url));
      assert.equal(response.status, 200, path);
      const text = await response.text();
      assert.doesNotMatch(
        text.replaceAll("http://www.w3.org/", ""),
        /https?:\/\//,
      );
      const names = text.matchAll(/(?:from |src=|href=)"(\.?\/[^"#?]+)"/g);
      for (const [, name = ""] of names) await read(name.replace(/^\./, ""));
    };
    await read("/");
    assert.ok(
      seen.has("/story.mjs") && seen.has("/page.css"),
      [...seen].join(),
    );
  }));

Deno.test("a run is stopped by its own page alone", () =>
  withFolder(async (root) => {
    using _run = await begun(root, ONE);
    await using page = await paged(root);
    const url = `${page.url}stop?run=${ONE}`;
    const asked = () =>
      Deno.stat(`${root}/runs/${ONE}/stop`).then(() => true, () => false);
    const mine = await own(page);
    for (
      const headers of [
        {},
        { origin: mine.origin },
        { "x-leat-token": mine["x-leat-token"] },
        { ...mine, "x-leat-token": "guessed" },
        { ...mine, origin: "http://evil.example" },
        { ...mine, "sec-fetch-site": "cross-site" },
      ]
    ) {
      assert.equal(
        await ask(url, headers, "POST"),
        403,
        JSON.stringify(headers),
      );
    }
    assert.equal(await ask(url, mine, "GET"), 405);
    // A file that is in its way cannot be written, whoever runs the tests.
    await Deno.mkdir(`${root}/runs/${ONE}/stop`);
    const refused = await fetch(url, { method: "POST", headers: mine });
    assert.equal(refused.status, 500);
    const { error } = await refused.json();
    assert.match(error.message, /^Cannot ask this run to stop: /);
    assert.match(error.remedy, /Ctrl-C/);
    await Deno.remove(`${root}/runs/${ONE}/stop`);
    assert.equal(await asked(), false);
    assert.equal(await ask(url, mine, "POST"), 202);
    assert.ok(await asked());
  }));

Deno.test("what does not go on is not stopped, and what is done is not gone on with", () =>
  withFolder(async (root) => {
    await ended(root, ONE);
    (await begun(root, TWO))[Symbol.dispose]();
    const again: string[] = [];
    await using page = await paged(root, {
      ...WILLING,
      refuses: ({ status }) =>
        Promise.resolve(status === "ok" ? "it is done" : undefined),
      again: ({ id }) => void again.push(id),
    });
    const mine = await own(page);
    const deed = (path: string) => ask(page.url + path, mine, "POST");
    assert.equal(await deed(`stop?run=${ONE}`), 409);
    assert.equal(await deed(`continue?run=${ONE}`), 409);
    assert.equal(await deed(`continue?run=${TWO}`), 202);
    assert.equal(await deed("continue?run=none"), 404);
    assert.equal(await deed("stop"), 404);
    assert.deepEqual(again, [TWO]);
  }));

Deno.test("what is not there is not found, and no path leads out of the runs", () =>
  withFolder(async (root) => {
    await ended(root, ONE);
    await Deno.writeTextFile(`${root}/batch.json`, "secret");
    await using page = await paged(root);
    for (
      const path of [
        "live?run=none",
        "live?run=100",
        `live?run=${ONE.slice(0, -1)}`,
        "batch?run=..",
        "batch?run=..%2f..",
        "batch?run=",
        `batch?run=${ONE}`,
        `compare?before=${ONE}&after=none`,
        "../events.ndjson",
      ]
    ) assert.equal(await ask(page.url + path, {}), 404, path);
    assert.equal(await ask(`${page.url}live?run=${ONE}&from=x`, {}), 400);
    assert.equal(await ask(`${page.url}live?run=${ONE}&from=-1`, {}), 400);
  }));

Deno.test("two runs are put side by side, with what they differ in", () =>
  withFolder(async (root) => {
    const row = {
      phase: "full",
      epoch: 1,
      epochs: 1,
      train_loss: 1,
      valid_loss: 2,
      metrics: { error_rate: 0.1 },
      seconds: 1,
    };
    await ended(root, ONE, { history: [row], executed: ["split", "model"] });
    await ended(root, TWO, { metrics: { error_rate: 0.4 }, reused: ["split"] });
    await using page = await paged(root);
    const asked = `compare?before=${ONE}&after=${TWO}`;
    const found = await (await fetch(page.url + asked)).json();
    assert.deepEqual(
      [found.before.short, found.after.short, found.before.history.length],
      ["a1", "b2", 1],
    );
    assert.deepEqual([found.before.executed, found.after.reused], [2, 1]);
    assert.equal(found.first.node, "model");
    assert.equal(found.equal, false);
    const [metric] = found.metrics;
    assert.equal(metric.name, "error_rate");
    assert.ok(Math.abs(metric.difference - 0.3) < 1e-12);
  }));

Deno.test("no more look on at a time than there is room for, and who leaves makes room", () =>
  withFolder(async (root) => {
    const ending = new AbortController();
    const answer = handlerOf({
      storeRoot: root,
      guarded: { host: "127.0.0.1", token: undefined, machine: "desk" },
      pages: new Map(),
      board: new Board(WILLING),
      list: new RunList(root),
      token: "token",
      commandOf: () => "",
      signal: ending.signal,
      viewers: 0,
    });
    const live = () =>
      answer(
        new Request("http://127.0.0.1/live", {
          headers: { host: "127.0.0.1" },
        }),
      );
    const open = await Promise.all(Array.from({ length: 64 }, live));
    assert.ok(open.every(({ status }) => status === 200));
    assert.equal((await live()).status, 503);
    await Promise.all(open.map(({ body }) => body?.cancel()));
    let response = await live();
    while (response.status === 503) response = await live();
    await response.body?.cancel();
    ending.abort();
  }));
