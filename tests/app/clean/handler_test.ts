import assert from "node:assert/strict";
import { join } from "node:path";
import sharp from "sharp";
import { serveClean } from "../../../src/app/clean/serve_clean.ts";
import type { SessionParts } from "../../../src/app/clean/session.ts";
import { withFolder } from "../../_folder.ts";
import { sessionIn } from "./_session.ts";

interface Asked {
  readonly url: string;
  readonly folder: string;
  choose(
    wanted: Readonly<Record<string, unknown>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<{ status: number; body: Record<string, unknown> }>;
}

function served(
  name: string,
  run: (asked: Asked) => Promise<void>,
  parts: Partial<SessionParts> = {},
): void {
  Deno.test(name, () =>
    withFolder(async (folder) => {
      await using page = await serveClean(await sessionIn(folder, parts), 0);
      const choose: Asked["choose"] = async (wanted, headers = {}) => {
        const answer = await fetch(`${page.url}choose`, {
          method: "POST",
          headers: { "content-type": "application/json", ...headers },
          body: JSON.stringify({ before: null, ...wanted }),
        });
        return { status: answer.status, body: await answer.json() };
      };
      await run({ url: page.url, folder, choose });
    }));
}

const messageOf = ({ error }: Record<string, unknown>) =>
  (error as { message: string }).message;

served(
  "a page is told of cards, and nothing of where they are",
  async ({ url, folder }) => {
    const answer = await fetch(`${url}cards`);
    const text = await answer.text();
    assert.equal(JSON.parse(text).cards.length, 6);
    assert.ok(!text.includes(folder));
    const policy = answer.headers.get("content-security-policy") ?? "";
    assert.match(policy, /default-src 'none'/);
    const picture = await fetch(`${url}picture/1`);
    assert.equal(picture.headers.get("content-type"), "image/webp");
    const bytes = new Uint8Array(await picture.arrayBuffer());
    assert.equal((await sharp(bytes).metadata()).width, 24);
    for (
      const path of ["picture/99", "picture/x", "../x", "choose", "nothing"]
    ) {
      const refused = await fetch(url + path);
      assert.ok([404, 405].includes(refused.status), path);
      await refused.body?.cancel();
    }
    await Deno.remove(join(folder, "red_0.jpg"));
    const gone = await fetch(`${url}picture/0`);
    assert.equal(gone.status, 404);
    await gone.body?.cancel();
  },
);

served(
  "pages of others, and forms, choose nothing",
  async ({ url, folder, choose }) => {
    const keep = { card: 0, choice: "keep" };
    const foreign = await choose(keep, { origin: "https://evil.example" });
    assert.equal(foreign.status, 403);
    const form = await choose(keep, { "content-type": "text/plain" });
    assert.equal(form.status, 415);
    using raw = await Deno.connect({
      hostname: "127.0.0.1",
      port: Number(new URL(url).port),
    });
    await raw.write(
      new TextEncoder().encode(
        "GET /cards HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
      ),
    );
    const answer = await new Response(raw.readable).text();
    assert.match(answer, /^HTTP\/1\.1 403 /);
    assert.deepEqual(
      [...Deno.readDirSync(folder)].filter(({ name }) =>
        name.includes("clean")
      ),
      [],
    );
  },
);

served(
  "what is no choice is refused, with what is the matter",
  async ({ url, choose }) => {
    const deep = JSON.parse("[".repeat(9000) + "]".repeat(9000));
    const cases: readonly (readonly [object, number, RegExp])[] = [
      [{ card: 0, choice: "burn" }, 400, /it is none/],
      [{ card: 17, choice: "drop" }, 404, /Cannot find that item/],
      [{ card: 0, choice: "keep", before: { a: deep } }, 400, /it is none/],
      [{ card: 0, choice: "keep", why: "x".repeat(70_000) }, 413, /64\.0 KiB/],
      [{ card: 0, choice: "relabel" }, 400, /the new label is empty/],
      [{ card: 0, choice: "relabel", label: " red " }, 400, /so already/],
      [
        { card: 0, choice: "relabel", label: "green" },
        409,
        /no item is of class "green"/,
      ],
    ];
    for (const [wanted, status, message] of cases) {
      const refused = await choose({ ...wanted });
      assert.equal(refused.status, status);
      assert.match(messageOf(refused.body), message);
    }
    // No number, which JSON has no word for.
    const endless = await fetch(`${url}choose`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: '{"card":0,"choice":"keep","before":{"a":1e999}}',
    });
    assert.equal(endless.status, 400);
    assert.match(messageOf(await endless.json()), /it is none/);
  },
);

served(
  "a choice stands in the file, and whoever did not see it is told",
  async ({ url, folder, choose }) => {
    const { body } = await choose({
      card: 0,
      choice: "relabel",
      label: "green",
      newClass: true,
      why: "look",
    });
    assert.deepEqual(body["gone"], []);
    // What was said to be meant once is a class from then on.
    const again = await choose({ card: 1, choice: "relabel", label: "green" });
    assert.equal(again.status, 200);
    const meanwhile = await choose({ card: 0, choice: "drop" });
    assert.equal(meanwhile.status, 412);
    assert.match(
      messageOf(meanwhile.body),
      /was chosen about this item meanwhile/,
    );
    const seen = await choose({
      card: 0,
      choice: "drop",
      before: body["choice"],
    });
    assert.equal(seen.status, 200);
    const text = await Deno.readTextFile(join(folder, "colours.clean.jsonl"));
    assert.match(
      text,
      /^{"item": "blue_1\.jpg", "choice": "relabel", "was": "blue", "label": "green", .*}\n{"item": "red_0\.jpg", "choice": "drop", .*}\n$/,
    );
    const told = await (await fetch(`${url}choices`)).json();
    assert.deepEqual(Object.keys(told.choices), ["0", "1"]);
  },
);

served(
  "a class that choices leave nothing of is told",
  async ({ choose }) => {
    await choose({ card: 0, choice: "drop" });
    const { body } = await choose({
      card: 2,
      choice: "relabel",
      label: "blue",
    });
    assert.deepEqual(body["gone"], ["red"]);
  },
  { classes: new Map([["blue", 3], ["red", 2]]) },
);
