import assert from "node:assert/strict";
import type { About } from "../../../src/app/child/serve_protocol.ts";
import { itemsOfBody } from "../../../src/app/serve/items_of_body.ts";
import { Refusal } from "../../../src/app/serve/refusal.ts";

const about: About = {
  model: "m",
  kind: "category",
  classes: ["a", "b"],
  takes: "image",
  batch: 4,
};

/** A form with one file among some other fields. */
function form(others: number, boundary = "xyz"): Uint8Array<ArrayBuffer> {
  const part = (name: string, content: string) =>
    `--${boundary}\r\nContent-Disposition: form-data; ${name}\r\n\r\n${content}\r\n`;
  const file = part('name="file"; filename="a.jpg"', "picture");
  const other = part('name="other"', "").repeat(others);
  return new TextEncoder().encode(`${other}${file}--${boundary}--\r\n`);
}

async function asked(body: Uint8Array<ArrayBuffer>, type: string) {
  const { items } = await itemsOfBody(body, type, about);
  return items;
}

const TYPE = "multipart/form-data; boundary=xyz";

async function refused(run: Promise<unknown>): Promise<Refusal> {
  const error = await run.then(() => undefined, (error) => error);
  assert.ok(error instanceof Refusal, String(error));
  return error;
}

Deno.test("itemsOfBody() finds the file of a form among a hundred parts", async () => {
  const bytes = new TextEncoder().encode("picture");
  const items = [{ name: "a.jpg", bytes }];
  assert.deepEqual(await asked(form(0), TYPE), items);
  assert.deepEqual(await asked(form(99), TYPE), items);
  const quoted = 'multipart/form-data; charset=utf-8; BOUNDARY="x y"';
  assert.deepEqual(await asked(form(3, "x y"), quoted), items);
});

Deno.test("itemsOfBody() takes no form apart that has more parts", async () => {
  for (const others of [100, 100_000]) {
    const { status, message } = await refused(asked(form(others), TYPE));
    assert.equal(status, 413);
    assert.equal(
      message,
      "Cannot read the form: it has more than 100 parts",
    );
  }
  const quoted = 'multipart/form-data; boundary="x y"; boundary=other';
  const { status } = await refused(asked(form(100, "x y"), quoted));
  assert.equal(status, 413);
});

Deno.test("itemsOfBody() refuses what is no form", async () => {
  for (
    const type of ["multipart/form-data", "multipart/form-data; boundary="]
  ) {
    const { status, message } = await refused(asked(form(1), type));
    assert.deepEqual([status, /cut or no form/.test(message)], [400, true]);
  }
  const cut = form(1).subarray(0, 40);
  assert.equal((await refused(asked(cut, TYPE))).status, 400);
});
