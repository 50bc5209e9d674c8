import assert from "node:assert/strict";
import {
  type Choice,
  choicesText,
  contentOf,
  readChoices,
} from "../../../src/flow/clean/choice.ts";

const CONTENT = "0123456789abcdef";

const drop: Choice = {
  item: "b.jpg",
  choice: "drop",
  was: "cat",
  content: CONTENT,
};
const relabel: Choice = {
  item: 'odd "name"\n.jpg',
  choice: "relabel",
  was: ["a", "b"],
  label: ["b"],
  content: CONTENT,
  who: "Ada",
  why: "blurred",
};

const asMap = (...choices: readonly Choice[]) =>
  new Map(choices.map((each) => [each.item, each]));

Deno.test("choices are written a line each, in the order of ids, and read back", () => {
  const keep = { ...drop, item: "É.jpg", choice: "keep" } as const;
  const text = choicesText(asMap(keep, relabel, drop));
  assert.equal(
    text,
    `{"item": "b.jpg", "choice": "drop", "was": "cat", "content": "${CONTENT}"}
{"item": "odd \\"name\\"\\n.jpg", "choice": "relabel", "was": ["a","b"], "label": ["b"], "content": "${CONTENT}", "who": "Ada", "why": "blurred"}
{"item": "É.jpg", "choice": "keep", "was": "cat", "content": "${CONTENT}"}
`,
  );
  const read = readChoices(text, "p.clean.jsonl");
  assert.deepEqual([...read.values()], [drop, relabel, keep]);
  assert.equal(choicesText(read), text);
});

Deno.test("reading choices passes over blank lines, a byte order mark and Windows line ends", () => {
  const text = `\uFEFF\r\n${choicesText(asMap(drop)).replace("\n", "\r\n")}\n`;
  assert.deepEqual([...readChoices(text, "f").values()], [drop]);
  assert.equal(readChoices("", "f").size, 0);
  assert.equal(choicesText(new Map()), "");
});

Deno.test("a line that is no choice is named, with what is the matter", () => {
  const line = choicesText(asMap(drop));
  const cases: readonly (readonly [string, RegExp])[] = [
    ["<<<<<<< HEAD", /line 2 is no choice \(it is not JSON\)/],
    ["[]", /line 2 is no choice/],
    [line.replace("drop", "burn"), /line 2 is no choice \("choice": /],
    [line.replace(CONTENT, "short"), /line 2 is no choice \("content": /],
    [line.replace('"was"', '"is"'), /line 2 is no choice/],
    [line.replace("drop", "relabel"), /line 2 is no choice \("label": /],
    [
      line.replace("b.jpg", "a.jpg"),
      /line 2 is no choice \(it is the second about "a\.jpg"\)/,
    ],
  ];
  const first = choicesText(asMap({ ...drop, item: "a.jpg" }));
  for (const [text, message] of cases) {
    assert.throws(() => readChoices(first + text, "p.clean.jsonl"), {
      name: "PipelineError",
      stage: "source",
      item: "p.clean.jsonl",
      message,
    });
  }
});

Deno.test("what an item is made of is its file's bytes, or all of its row", () => {
  const file = { absolute: "/a", sha256: `${CONTENT}ffff` };
  const listed = { id: "a.jpg", item: { path: "a.jpg" }, file };
  assert.equal(contentOf(listed), CONTENT);
  assert.equal(contentOf({ ...listed, id: "b", item: 1 }), CONTENT);
  const row = { id: "1", item: { x: 1, y: 2 } };
  assert.match(contentOf(row), /^[0-9a-f]{16}$/);
  assert.equal(contentOf(row), contentOf({ id: "2", item: { y: 2, x: 1 } }));
  assert.notEqual(contentOf(row), contentOf({ id: "1", item: { x: 1, y: 3 } }));
});
