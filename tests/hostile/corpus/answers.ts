import assert from "node:assert/strict";
import { eventsOf, points, type Told } from "../../app/desk.ts";
import { HARMLESS, type Hostile } from "../_hostile.ts";
import { loads } from "./_loads.ts";

/** A pipeline that does something once it is made, before it is asked. */
function then(
  name: string,
  after: string,
  says: Hostile["says"],
  more: Partial<Hostile> = {},
): Hostile {
  return { name, text: () => `${points()}\n${after}`, says, ...more };
}

/** Code by which every answer becomes another text; `value` is the answer. */
function answering(text: string): string {
  return `const { stringify } = JSON;
JSON.stringify = (value: any, ...rest: any[]) =>
  value?.type === undefined ? (stringify as any)(value, ...rest) : ${text};`;
}

const impatient = { environment: { LEAT_PATIENCE: "1" } };

/** The end of a run is told once, and by us. */
function endsOnce({ events, end }: Told): void {
  assert.equal(eventsOf(events, "run.end").length, 1);
  assert.equal(end.metrics["error_rate"] === 0.123, false);
}

const FORGED = JSON.stringify({
  type: "run.end",
  status: "ok",
  metrics: { error_rate: 0.123 },
});

/** They answer with lies, or break what the answers are made with. */
export const ANSWERS: readonly Hostile[] = [
  loads(
    "forges an event",
    `console.log(${JSON.stringify(FORGED)});`,
    "trains",
    {
      also: endsOnce,
    },
  ),
  loads(
    "forges an event, then ends",
    `console.log(${JSON.stringify(FORGED)}); Deno.exit(0);`,
    /exit code 0\)$/,
    { also: endsOnce },
  ),
  loads(
    "prints what looks like an answer, then hangs",
    `console.log(JSON.stringify({ type: "described", description: {} }));
while (true);`,
    /no answer after 1 s$/,
    impatient,
  ),
  then(
    "learns the marker, and answers with no JSON",
    `const { stdout } = Deno;
const write = stdout.writeSync.bind(stdout);
stdout.writeSync = (bytes: Uint8Array) => {
  const marker = new TextDecoder().decode(bytes).split(" ")[0];
  write(new TextEncoder().encode(marker + " {{{\\n"));
  return bytes.length;
};`,
    /^Cannot use ".*p\.ts": its answer /,
  ),
  then(
    "answers with another type",
    answering('`{"type":"trained","model":"/"}`'),
    /^Cannot use ".*p\.ts": its answer does not fit/,
  ),
  then(
    "answers every question alike",
    `const { stringify } = JSON;
JSON.stringify = (value: any, ...rest: any[]) =>
  (stringify as any)(value?.type === "divided" ? { type: "exports", names: [] } : value, ...rest);`,
    /^Cannot use ".*p\.ts": its answer is one to another question$/,
  ),
  then(
    "answers with an answer to another question",
    answering(
      '`{"type":"divided","labels":[],"sets":{"train":[],"valid":[],"test":[]},"warnings":[]}`',
    ),
    /it has no default export that is a pipeline$/,
    { code: 2 },
  ),
  then(
    "answers with keys that nobody asked for",
    answering('stringify({ ...value, store: "/etc" })'),
    /^Cannot use ".*p\.ts": its answer does not fit/,
  ),
  then(
    "answers with lists in lists without end",
    answering(
      '`{"type":"listed","notices":[],"items":[{"id":"a","item":${"[".repeat(1e6)}${"]".repeat(1e6)}}]}`',
    ),
    /^Cannot use ".*p\.ts": its answer is nested more than 40 deep$/,
  ),
  then(
    "answers with a description of 100,000 steps",
    answering(`stringify({
  ...value,
  description: {
    ...value.description,
    transforms: Array.from({ length: 100_000 }, () => ({ op: "flip", version: 1, params: {} })),
  },
})`),
    /^Cannot use ".*p\.ts": its answer does not fit/,
  ),
  then(
    "answers with more than anyone reads",
    answering("'x'.repeat(2 ** 25)"),
    /^Cannot use ".*p\.ts": what it says and prints is over \d+ bytes$/,
  ),
  then(
    "answers, then hangs",
    `const { stdout } = Deno;
const write = stdout.writeSync.bind(stdout);
stdout.writeSync = (bytes: Uint8Array) => {
  write(bytes);
  while (true);
};`,
    /^Cannot (load|label the items of) ".*p\.ts": no answer after 1 s$/,
    impatient,
  ),
  loads(
    "reads the questions itself",
    "setInterval(() => {}, 1000); for await (const _ of Deno.stdin.readable);",
    /no answer after 1 s$/,
    impatient,
  ),
  then(
    "changes what lists do",
    "Array.prototype.map = () => []; Array.prototype.filter = () => []; Array.prototype.every = () => true;",
    /^Cannot make source "rows": /,
  ),
  then(
    "gives every object another key",
    '(Object.prototype as any).store = "/etc"; (Object.prototype as any).sha256 = "0";',
    "trains",
  ),
  then(
    "gives every object a way to be read",
    '(Object.prototype as any).toJSON = () => "gotcha";',
    /^Cannot use ".*p\.ts": its answer does not fit/,
  ),
  {
    name: "changes what promises do",
    text: () =>
      `${points({ label: '() => "a"' })}\n` +
      "Promise.prototype.then = function () { return new Promise(() => {}); };",
    says: HARMLESS,
  },
  {
    name: "changes what texts do",
    text: () =>
      `${points({ label: '() => "a"' })}\n` +
      "String.prototype.startsWith = () => true; String.prototype.split = () => []; console.log = () => {};",
    says: HARMLESS,
  },
  loads(
    "throws what commands the terminal",
    'throw new Error("\\x1b]0;gotcha\\x07\\x1b[2J\\x9b1mdone");',
    /Error: .*␛\]0;gotcha␇␛\[2J.1mdone/,
  ),
  loads(
    "throws with a stack of its own making",
    'const error = new Error("x"); error.stack = "\\x1b[2J" + "line\\n".repeat(1e5); throw error;',
    /^Cannot load ".*p\.ts": /,
    {
      also: ({ error }) => assert.ok((error.message ?? "").length < 4000),
    },
  ),
  loads(
    "throws a book",
    'throw new Error("x".repeat(5_000_000));',
    /^Cannot load ".*p\.ts": /,
    {
      also: ({ error }) => assert.ok((error.message ?? "").length < 4000),
    },
  ),
  loads("throws nothing", "throw null;", /^Cannot load ".*p\.ts": /),
  loads(
    "throws what nobody can look at",
    'throw new Proxy({}, { get() { throw new Error("no"); }, getPrototypeOf() { throw new Error("no"); } });',
    /^Cannot load ".*p\.ts": /,
  ),
  {
    name: "labels with errors that command the terminal",
    text: () =>
      points({
        label: '() => { throw new Error("\\x1b[2J" + "x".repeat(1e6)); }',
      }),
    says: /^Cannot label "0": ␛\[2Jx+…$/,
    also: ({ error }) => assert.ok((error.message ?? "").length < 4100),
  },
  {
    name: "labels by throwing what nobody can look at",
    text: () =>
      points({
        label:
          '() => { throw new Proxy(class {}, { get() { throw new Error("no"); } }); }',
      }),
    says: /^Cannot run the split: Error: no$/,
  },
  {
    name: "labels with an object that says it is a text",
    text: () =>
      points({ label: '() => ({ toJSON: () => "a", toString: () => "a" })' }),
    says: /^Cannot label "0": the label function returned an object$/,
  },
  {
    name: "labels with a list that changes when it is looked at",
    text: () =>
      points({
        label:
          '() => new Proxy(["a"], { get: (list, key) => key === "length" ? 1e9 : Reflect.get(list, key) })',
      }),
    says: /no answer after 1 s$/,
    ...impatient,
  },
  {
    name: "exports what becomes a pipeline when it is awaited",
    text: () => "export default { then: (done) => done({ spec: {} }) };",
    says: /it has no default export that is a pipeline$/,
    code: 2,
  },
  {
    name: "exports a module that is awaited for ever",
    text: () => "export function then() {}\nexport default 1;",
    says: /^Cannot load ".*p\.ts": no answer after 1 s$/,
    ...impatient,
  },
  {
    name: "exports names that command the terminal",
    text: () =>
      `${points().replace("export default", "const other =")}
export { other as "\\x1b[2J" };`,
    says: /it has no default export that is a pipeline$/,
    code: 2,
  },
];
