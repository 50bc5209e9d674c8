import assert from "node:assert/strict";
import { knob, z } from "../../../mod.ts";
import { type OpenKnobs, openKnobs } from "../../../src/flow/knobs/knobs.ts";
import type { Json } from "../../../src/flow/kinds/json.ts";

/** Knobs with some of them set, as those of a file that is being loaded. */
function opened(set: Readonly<Record<string, Json>> = {}): OpenKnobs {
  return openKnobs(new Map(Object.entries(set)));
}

const rate = z.number().positive();

Deno.test("knob() gives its default, in a script and in a file", () => {
  assert.equal(knob("learningRate", 1e-3, rate), 1e-3);
  using open = opened();
  assert.equal(knob("learningRate", 1e-3, rate), 1e-3);
  assert.deepEqual(open.close(), { learningRate: 1e-3 });
});

Deno.test("knob() gives what was set, wherever a value stands", () => {
  using open = opened({ size: 32, flips: false, hidden: [4, 4] });
  assert.equal(knob("size", 64, z.int()) * 2, 64);
  assert.deepEqual(knob("flips", true, z.boolean()) ? ["flip"] : [], []);
  assert.deepEqual(knob("hidden", [8], z.array(z.int())), [4, 4]);
  assert.equal(knob("order", "a", z.enum(["a", "b"])), "a");
  assert.deepEqual(open.close(), {
    size: 32,
    flips: false,
    hidden: [4, 4],
    order: "a",
  });
});

Deno.test("knob() records what was set, not what the schema makes of it", () => {
  using open = opened({ percent: 5 });
  const share = z.number().transform((percent) => percent / 100);
  assert.equal(knob("percent", 20, share), 0.05);
  assert.deepEqual(open.close(), { percent: 5 });
});

Deno.test("knob() may be made again as it is, even while labels are made", () => {
  using open = opened({ size: 32 });
  assert.equal(knob("size", 64, z.int().min(8)), 32);
  assert.equal(knob("size", 64, z.int().min(8)), 32);
  open.close();
  assert.equal(knob("size", 64, z.int().min(8)), 32);
});

Deno.test("knob() refuses another of its name in one file", () => {
  using _open = opened();
  knob("size", 64, z.int());
  assert.throws(() => knob("size", 32, z.int()), {
    name: "PipelineError",
    message:
      'Cannot make knob "size" twice: one is 64 by default, the other 32',
  });
  assert.throws(() => knob("size", 64, z.int().min(8)), {
    message:
      'Cannot make knob "size" twice: both begin with 64, and their schemas differ',
  });
});

Deno.test("knob() lets two files of a script have one of a name each", () => {
  assert.equal(knob("size", 64, z.int()), 64);
  assert.equal(knob("size", 32, z.int()), 32);
});

Deno.test("knob() refuses to be made when nothing can set it any more", () => {
  using open = opened();
  open.close();
  assert.throws(() => knob("late", 1, z.int()), {
    message:
      'Cannot make knob "late" now: the file is loaded, and no --set reaches it',
  });
});

Deno.test("knob() says what does not fit its schema", () => {
  assert.throws(() => knob("rate", 0, rate), {
    message:
      'Cannot make knob "rate" with 0: Too small: expected number to be >0',
    stage: "pipeline",
  });
  using _open = opened({ rate: "fast" });
  assert.throws(() => knob("rate", 1, rate), {
    message:
      'Cannot set rate to "fast": Invalid input: expected number, received string',
    stage: "command",
    item: "rate",
  });
});

Deno.test("knob() refuses names that cannot be typed or mean a param", () => {
  const names = ["fit.epochs", "", "1st", "a b", "a=b", "__proto__", 3, null];
  for (const name of names) {
    assert.throws(
      () => knob(name as string, 1, z.int()),
      { message: /^Cannot make a knob of the name .*: it is no identifier$/ },
      String(name),
    );
  }
  for (const name of ["größe", "$a", "_", "constructor"]) {
    using open = opened();
    knob(name, 1, z.int());
    assert.deepEqual(Object.entries(open.close()), [[name, 1]]);
  }
});

Deno.test("knob() refuses what is no plain data, and what is no schema", () => {
  // Wrong on purpose: the compiler refuses these.
  const wrong = knob as (
    name: string,
    value: unknown,
    schema?: unknown,
  ) => void;
  const now = new Date(0);
  assert.throws(() => wrong("since", now, z.date()), {
    message:
      'Cannot make knob "since": its value is a Date, not a plain object',
  });
  assert.throws(() => wrong("since", { at: now }, z.object({ at: z.date() })), {
    message:
      'Cannot make knob "since": its value\'s "at" is a Date, not a plain object',
  });
  assert.throws(
    () => wrong("since", "1970-01-01", z.string().transform(() => now)),
    { message: /its value is a Date/ },
  );
  assert.throws(() => wrong("many", Infinity, z.any()), {
    message: 'Cannot make knob "many": its value is Infinity',
  });
  for (const schema of [undefined, null, {}, "number", z.number]) {
    assert.throws(() => wrong("rate", 1, schema), {
      message: 'Cannot make knob "rate": its schema is none of zod\'s',
    });
  }
});
