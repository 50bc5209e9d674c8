import assert from "node:assert/strict";

/** Elements that have no end. */
const VOID = new Set(["meta", "br", "wbr", "img", "link", "input", "hr"]);

const TAGS = /<(\/?)([a-z][a-z0-9]*)((?:\s+[\w:-]+(?:="[^"<>]*")?)*)\s*(\/?)>/g;

/** An element of a page, as it begins. */
export interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
}

/**
 * The elements of a page, in order. Fails where one is not ended, or where a
 * `<` begins none: text of others would have become markup.
 */
export function elementsOf(page: string): readonly Element[] {
  const body = page.replace(/^<!doctype html>/, "");
  assert.doesNotMatch(body.replaceAll(TAGS, ""), /</);
  const open: string[] = [];
  const elements: Element[] = [];
  for (
    const [, end, name = "", attributes = "", closed] of body.matchAll(TAGS)
  ) {
    if (end) {
      assert.equal(open.pop(), name);
      continue;
    }
    elements.push({
      name,
      attributes: new Map(
        [...attributes.matchAll(/([\w:-]+)="([^"]*)"/g)]
          .map(([, key = "", value = ""]) => [key, value]),
      ),
    });
    if (!closed && !VOID.has(name)) open.push(name);
  }
  assert.deepEqual(open, []);
  return elements;
}

/** Fails where a page asks for anything that is not in it, or cannot be read aloud. */
export function checkPage(page: string): readonly Element[] {
  const elements = elementsOf(page);
  const named = (name: string) => elements.filter((each) => each.name === name);
  const forbidden = ["script", "iframe", "link", "object", "embed", "base"];
  assert.ok(!elements.some(({ name }) => forbidden.includes(name)));
  const ids = elements.flatMap(({ attributes }) => attributes.get("id") ?? []);
  assert.equal(new Set(ids).size, ids.length);
  for (const { attributes } of elements) {
    assert.ok(![...attributes.keys()].some((key) => key.startsWith("on")));
    const target = attributes.get("href") ?? "#content";
    assert.ok(target.startsWith("#") && ids.includes(target.slice(1)), target);
    const source = attributes.get("src") ?? "data:image/";
    assert.ok(source.startsWith("data:image/"));
    const labels = attributes.get("aria-labelledby")?.split(" ") ?? [];
    for (const label of labels) assert.ok(ids.includes(label), label);
  }
  assert.doesNotMatch(page, /url\(|@import/);
  assert.equal(named("table").length, named("caption").length);
  for (const { attributes } of named("svg")) {
    assert.equal(attributes.get("role"), "img");
  }
  for (const { attributes } of named("img")) assert.ok(attributes.get("alt"));
  assert.equal(named("h1").length, 1);
  assert.ok(named("th").every(({ attributes }) => attributes.has("scope")));
  return elements;
}
