import assert from "node:assert/strict";
import { Desk, eventsOf } from "../_cli.ts";
import { points } from "../_pipelines.ts";
import { supervised } from "../_supervised.ts";

/** The error of a pipeline file with this text. */
async function errorOf(desk: Desk, text: string) {
  await desk.write("p.ts", text);
  const { error, end } = await supervised(desk, "p.ts");
  assert.equal(end.status, "failed");
  assert.equal(end.model, null);
  const { message = "", ...rest } = error;
  return { ...rest, message: message.replaceAll(desk.folder, ".") };
}

/** Runs with a limit of some seconds on what pipeline code does. */
async function impatiently<Result>(
  seconds: number,
  run: () => Promise<Result>,
) {
  Deno.env.set("LEAT_PATIENCE", String(seconds));
  try {
    return await run();
  } finally {
    Deno.env.delete("LEAT_PATIENCE");
  }
}

Deno.test("pipeline code may touch nothing while it loads", async () => {
  await using desk = await Desk.open();
  const cases = {
    'Deno.readTextFileSync("/etc/passwd");': 'read access to "/etc/passwd"',
    'Deno.env.get("HOME");': 'env access to "HOME"',
    'await fetch("https://example.org/");': 'net access to "example.org:443"',
    'new Deno.Command("/bin/sh").outputSync();': 'run access to "/bin/sh"',
  };
  for (const [before, asked] of Object.entries(cases)) {
    const error = await errorOf(desk, points({ before }));
    assert.equal(error.message, `Cannot load "./p.ts": it asks for ${asked}`);
    assert.equal(error.stage, "pipeline");
    assert.match(error.remedy ?? "", /give folders and files to images/);
  }
});

Deno.test("a label function may touch nothing either", async () => {
  await using desk = await Desk.open();
  const error = await errorOf(
    desk,
    points({ label: '() => Deno.readTextFileSync("/etc/passwd")' }),
  );
  assert.equal(
    error.message,
    'Cannot label "0": it asks for read access to "/etc/passwd"',
  );
  assert.equal(error.stage, "label");
  assert.equal(error.item, "0");
  assert.match(error.remedy ?? "", /give folders and files to images/);
});

Deno.test("a file that does not load says why, and where", async () => {
  await using desk = await Desk.open();
  const cases: readonly (readonly [string, RegExp])[] = [
    [points({ before: "const = 3;" }), /SyntaxError: .*p\.ts:7:7/s],
    [
      points({ before: 'import "./absent.ts";' }),
      /Module not found "file:.*absent\.ts".*p\.ts:7:8/s,
    ],
    [points({ before: 'import "absent";' }), /"absent" not a dependency/],
    [points({ before: 'throw new Error("no");' }), /Error: no.*p\.ts:7:7/s],
    [points({ before: "Deno.exit(3);" }), /ended the process \(exit code 3\)/],
  ];
  for (const [text, message] of cases) {
    const error = await errorOf(desk, text);
    assert.match(error.message, message);
    assert.match(error.message, /^Cannot load ".\/p.ts": /);
    assert.doesNotMatch(error.message, /entry\.ts|pipeline_child|src\/flow/);
    assert.equal(error.stage, "pipeline");
    assert.match(error.item ?? "", /p\.ts$/);
    assert.match(error.remedy ?? "", /deno check/);
  }
});

Deno.test("a stage that refuses its params is named, however it came to them", async () => {
  await using desk = await Desk.open();
  const written = await errorOf(
    desk,
    points({ split: "leat.random({ valid: 0, seed: -1 })" }),
  );
  assert.match(written.message, /^Cannot make split "random": valid: /);
  assert.equal(written.stage, "split");
  assert.equal(written.item, "random");
  assert.equal(written.remedy, "Correct the arguments of random()");
});

Deno.test("a file without the pipeline names those that it has", async () => {
  await using desk = await Desk.open();
  const none = await errorOf(desk, "export default 3;");
  assert.equal(
    none.message,
    'Cannot use "./p.ts": it has no default export that is a pipeline',
  );
  assert.match(none.remedy ?? "", /export default pipeline/);
  const text = points().replace("export default", "export const other =");
  const other = await errorOf(desk, text);
  assert.equal(other.remedy, "Choose one of its pipelines: #other");
});

Deno.test("an answer that is no label is named with its item", async () => {
  await using desk = await Desk.open();
  const cases = {
    '(row) => { if (row.at === 7) throw new Error("seven"); return "a"; }':
      'Cannot label "7": seven',
    '(row) => row.at === 7 ? undefined : "a"':
      'Cannot label "7": the label function returned undefined',
    "() => NaN": 'Cannot label "0": the label function returned NaN',
    'async () => "a"':
      'Cannot label "0": the label function returned a promise',
    "() => Object.create(null)":
      'Cannot label "0": the label function returned an object',
    "() => new Date(0)": 'Cannot label "0": the label function returned a Date',
    '(row) => row.at === 63 ? 1 : "a"':
      'Cannot tell the problem: "0" is labelled "a" and "63" 1',
    '() => "a"': 'Cannot learn classes: every training item is labelled "a"',
  };
  for (const [label, message] of Object.entries(cases)) {
    const error = await errorOf(desk, points({ label }));
    assert.equal(error.message, message);
    assert.equal(error.stage, "label");
    assert.notEqual(error.item, undefined);
    assert.notEqual(error.remedy, undefined);
  }
});

Deno.test("code that does not come to an end is ended", async () => {
  await using desk = await Desk.open();
  const load = await impatiently(
    1,
    () => errorOf(desk, points({ before: "while (true);" })),
  );
  assert.equal(load.message, 'Cannot load "./p.ts": no answer after 1 s');
  assert.match(load.remedy ?? "", /endless loop/);
  const label = points({ label: "() => { while (true); }" });
  let message = "";
  // On a busy machine a file takes its time to load before it labels.
  for (let seconds = 1; !message.startsWith("Cannot label"); seconds *= 4) {
    assert.ok(seconds < 100, message);
    ({ message } = await impatiently(seconds, () => errorOf(desk, label)));
    assert.match(message, new RegExp(`: no answer after ${seconds} s$`));
  }
  assert.match(message, /^Cannot label the items of ".\/p.ts": /);
});

Deno.test("what a pipeline prints is shown up to a point, then refused", async () => {
  await using desk = await Desk.open();
  const before = `for (let at = 0; at < 50; at++) console.log("line", at);
console.log('{"type":"run.end","status":"ok"}');`;
  await desk.write("p.ts", points({ before, label: '() => "a"' }));
  const { events } = await supervised(desk, "p.ts");
  const notices = eventsOf(events, "notice").map(({ text }) => text);
  assert.equal(notices.length, 21);
  assert.equal(notices[0], "line 0");
  assert.match(notices.at(-1) ?? "", /prints more/);
  assert.equal(eventsOf(events, "run.end").length, 1);

  const endless = await errorOf(
    desk,
    points({ before: 'while (true) console.log("x".repeat(10_000));' }),
  );
  assert.match(endless.message, /what it says and prints is over \d+ bytes/);
});

Deno.test("a stop ends pipeline code that hangs", async () => {
  await using desk = await Desk.open();
  await desk.write("p.ts", points({ before: "while (true);" }));
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 200);
  const { end, error } = await supervised(desk, "p.ts", {
    signal: stop.signal,
  });
  assert.equal(end.status, "cancelled");
  assert.deepEqual(error, {});
});

Deno.test("a pipeline process leaves nothing behind", async () => {
  await using desk = await Desk.open();
  const entries = async () => {
    const names: string[] = [];
    for await (const { name } of Deno.readDir(desk.folder)) names.push(name);
    return names.filter((name) => name.startsWith("leat-"));
  };
  Deno.env.set("TMPDIR", desk.folder);
  try {
    await errorOf(desk, points({ label: '() => "a"' }));
    assert.deepEqual(await entries(), []);
  } finally {
    Deno.env.delete("TMPDIR");
  }
});
