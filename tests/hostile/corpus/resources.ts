import assert from "node:assert/strict";
import { eventsOf, points } from "../../app/desk.ts";
import { HARMLESS, type Hostile } from "../_hostile.ts";
import { loads } from "./_loads.ts";

/** A pipeline that does something while it labels. */
function labels(
  name: string,
  label: string,
  says: Hostile["says"],
  more: Partial<Hostile> = {},
): Hostile {
  return { name, text: () => points({ label }), says, ...more };
}

/** So that a limit of seconds is soon waited out. */
const impatient = { environment: { LEAT_PATIENCE: "1" } };
/** So that another limit is reached before that of time, however slow it is. */
const patient = { environment: { LEAT_PATIENCE: "60" } };
const NO_ANSWER = /^Cannot load ".*p\.ts": no answer after 1 s$/;
const MEMORY =
  /^Cannot use ".*p\.ts": its code used up (the \d+ MiB of|all the) memory that it may have$/;
const SAYS_MUCH =
  /^Cannot use ".*p\.ts": what it says and prints is over \d+ bytes$/;

/** They use up what others need: time, memory, the screen. */
export const RESOURCES: readonly Hostile[] = [
  loads("never ends", "while (true);", NO_ANSWER, impatient),
  loads(
    "never ends in a regular expression",
    '/^(a+)+$/.test("a".repeat(60) + "!");',
    NO_ANSWER,
    impatient,
  ),
  loads(
    "never lets anything else run",
    "const again = (): Promise<void> => Promise.resolve().then(again); await again();",
    NO_ANSWER,
    impatient,
  ),
  loads(
    "sleeps in shared memory",
    "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);",
    NO_ANSWER,
    impatient,
  ),
  loads(
    "waits for what never comes, and stays awake",
    "setInterval(() => {}, 1000); await new Promise(() => {});",
    NO_ANSWER,
    impatient,
  ),
  loads(
    "waits for what never comes",
    "await new Promise(() => {});",
    NO_ANSWER,
    impatient,
  ),
  labels(
    "never ends its first label",
    "() => { while (true); }",
    /^Cannot (load|label the items of) ".*p\.ts": no answer after 1 s$/,
    impatient,
  ),
  loads(
    "ends with success before it answers",
    "Deno.exit(0);",
    /exit code 0\)$/,
  ),
  loads(
    "ends by a library of Node",
    'import process from "node:process"; process.exit(0);',
    /exit code 0\)$/,
  ),
  labels(
    "ends with success while it labels",
    "() => Deno.exit(0)",
    /^Cannot label the items of .*exit code 0\)$/,
  ),
  loads(
    "fills the heap",
    "const all: unknown[] = []; for (let at = 0;; at++) all.push({ at, text: `x${at}`, list: [at] });",
    MEMORY,
    patient,
  ),
  loads(
    "fills the heap with one text",
    'const all: string[] = []; while (true) all.push("ab".repeat(2 ** 22 + all.length).toUpperCase());',
    MEMORY,
    patient,
  ),
  loads(
    "fills memory beside the heap",
    "const all: unknown[] = []; while (true) all.push(new Uint8Array(2 ** 24).fill(1));",
    /memory that it may have$|Array buffer allocation failed/,
    patient,
  ),
  loads(
    "fills memory of WebAssembly",
    "const all: unknown[] = []; while (true) { const memory = new WebAssembly.Memory({ initial: 256 }); new Uint8Array(memory.buffer).fill(1); all.push(memory); }",
    /memory that it may have$|WebAssembly\.Memory/,
    patient,
  ),
  labels(
    "fills the heap while it labels",
    '() => { const all: unknown[] = []; while (true) all.push([all.length, "x"]); }',
    MEMORY,
    patient,
  ),
  loads(
    "calls itself without end",
    "function again(): number { return 1 + again(); } again();",
    /RangeError: Maximum call stack size exceeded/,
  ),
  loads(
    "prints without end",
    'while (true) console.log("x".repeat(10_000));',
    SAYS_MUCH,
    patient,
  ),
  loads(
    "prints empty lines without end",
    'const lines = new TextEncoder().encode("\\n".repeat(60_000)); while (true) Deno.stdout.writeSync(lines);',
    SAYS_MUCH,
    patient,
  ),
  loads(
    "prints one line without end",
    'const part = new TextEncoder().encode("x".repeat(60_000)); while (true) Deno.stdout.writeSync(part);',
    SAYS_MUCH,
    patient,
  ),
  loads(
    "complains without end",
    'while (true) console.error("x".repeat(10_000));',
    SAYS_MUCH,
    patient,
  ),
  {
    name: "leaves something to run for ever",
    text: () =>
      points({
        before: 'setInterval(() => console.error("still here"), 1);',
        label: '() => "a"',
      }),
    says: HARMLESS,
  },
  labels(
    "prints a line for each item",
    '() => { console.log("\\x1b[2J", "x".repeat(1000)); return "a"; }',
    /^Cannot learn classes/,
    {
      also: ({ events }) => {
        const notices = eventsOf(events, "notice").map(({ text }) => text);
        assert.equal(notices.length, 21);
        assert.match(notices[0] ?? "", /^␛\[2J x{400,500}…$/);
      },
    },
  ),
];
