import assert from "node:assert/strict";
import type { About } from "../../../src/app/child/serve_protocol.ts";
import type { Item, Predicting } from "../../../src/app/serve/predicting.ts";
import { ServedModel } from "../../../src/app/serve/served_model.ts";

const item = (name: string): Item => ({ name, row: {} });

const about = (model: string): About => ({
  model,
  kind: "category",
  classes: ["a", "b"],
  takes: "row",
  batch: 4,
});

/** A process that crashes when it is asked about "poison". */
function fake(model: string): Predicting {
  const end = Promise.withResolvers<void>();
  let retired = false;
  let gone = false;
  return {
    about: about(model),
    ended: end.promise,
    hung: false,
    get retired() {
      return retired;
    },
    async ask(items) {
      await Promise.resolve();
      if (gone || items.some(({ name }) => name === "poison")) {
        gone = true;
        end.resolve();
        throw new Error("crash");
      }
      return items.map(({ name }) => ({
        prediction: { label: `${model} ${name}` },
      }));
    },
    async retire() {
      retired = true;
      end.resolve();
      await end.promise;
    },
  };
}

/** A process that is killed before it has answered. */
function killed(): Predicting {
  return { ...fake("killed"), ask: () => Promise.reject(new Error("SIGKILL")) };
}

/** A process that is ended since it took too long. */
function hung(): Predicting {
  return { ...killed(), hung: true };
}

/** A process that is retired before it has answered. */
function leaving(): Predicting {
  const end = Promise.withResolvers<void>();
  let retired = false;
  return {
    about: about("old"),
    ended: end.promise,
    hung: false,
    get retired() {
      return retired;
    },
    async ask() {
      await end.promise;
      throw new Error("it left");
    },
    async retire() {
      retired = true;
      end.resolve();
      await end.promise;
    },
  };
}

/** Starts processes, the next of which may be no use. */
function starter() {
  let fault: Error | undefined;
  let count = 0;
  return {
    fail: (error?: Error) => fault = error,
    count: () => count,
    start: async () => {
      await Promise.resolve();
      if (fault) throw fault;
      return fake(`m${++count}`);
    },
  };
}

function spoken(outcomes: Awaited<ReturnType<ServedModel["ask"]>>) {
  return outcomes.map((each) =>
    "prediction" in each
      ? each.prediction.label
      : "refused" in each
      ? each.refused.status
      : each.unanswered.message
  );
}

/** Starts what is given, one after the other. */
function given(...starts: (Predicting | Error)[]) {
  return async () => {
    await Promise.resolve();
    const next = starts.shift();
    if (next instanceof Error) throw next;
    assert.ok(next, "one more is started");
    return next;
  };
}

Deno.test("ServedModel answers all but the one that crashes each process", async () => {
  const { start, count } = starter();
  const notices: string[] = [];
  await using model = await ServedModel.open(
    start,
    (text) => notices.push(text),
  );
  const asked = ["a", "poison", "b"].map(item);
  assert.deepEqual(spoken(await model.ask(asked)), ["m2 a", 422, "m4 b"]);
  assert.equal(count(), 4);
  assert.equal(model.status.restarts, 3);
  const given = notices.filter((text) => text.startsWith("Cannot answer"));
  assert.deepEqual(given, [
    'Cannot answer about "poison": the process with the model ended each time it was asked',
  ]);
  assert.deepEqual(spoken(await model.ask([item("c")])), ["m4 c"]);
  // Two of three may have been killed by others.
  assert.deepEqual(spoken(await model.ask([item("poison")])), [422]);
  assert.equal(count(), 6);
  assert.deepEqual(spoken(await model.ask([item("d")])), ["m7 d"]);
});

Deno.test("ServedModel asks again what two processes did not answer that were killed", async () => {
  for (const asked of [["a"], ["a", "b"]]) {
    await using model = await ServedModel.open(
      given(killed(), killed(), fake("next")),
      () => {},
    );
    assert.deepEqual(
      spoken(await model.ask(asked.map(item))),
      asked.map((name) => `next ${name}`),
    );
    assert.equal(model.status.restarts, 2);
  }
});

Deno.test("ServedModel asks the second that it starts where the first was killed before it was there", async () => {
  await using model = await ServedModel.open(
    given(killed(), new Error("SIGKILL"), fake("next")),
    () => {},
  );
  assert.deepEqual(spoken(await model.ask([item("a")])), ["next a"]);
  const { restarts, fault } = model.status;
  assert.deepEqual([restarts, fault], [2, undefined]);
});

Deno.test("ServedModel asks only once more what a process took too long for", async () => {
  await using model = await ServedModel.open(
    given(hung(), hung(), fake("next")),
    () => {},
  );
  assert.deepEqual(spoken(await model.ask([item("a")])), [422]);
  assert.deepEqual(spoken(await model.ask([item("b")])), ["next b"]);
});

/** A model that came while the process before it, killed, is started again. */
async function overtaken() {
  const late = Promise.withResolvers<Predicting>();
  const starts = [
    () => Promise.resolve(killed()),
    () => late.promise,
    () => Promise.resolve(fake("new")),
  ];
  const model = await ServedModel.open(() => starts.shift()!(), () => {});
  const asked = model.ask([item("a")]);
  while (starts.length > 1) await Promise.resolve();
  const reloaded = model.reload();
  while (model.status.about.model !== "new") await Promise.resolve();
  return { model, late, asked, reloaded };
}

Deno.test("ServedModel lets the model that came answer, though another is being started", async () => {
  const again = fake("again");
  const { late, asked, reloaded, ...owned } = await overtaken();
  await using model = owned.model;
  assert.deepEqual(spoken(await model.ask([item("b")])), ["new b"]);
  late.resolve(again);
  await reloaded;
  assert.deepEqual(spoken(await asked), ["new a"]);
  assert.ok(again.retired);
  assert.equal(model.status.about.model, "new");
});

Deno.test("ServedModel asks the model that came where another could not be started", async () => {
  const { late, asked, reloaded, ...owned } = await overtaken();
  await using model = owned.model;
  late.reject(new Error("no device"));
  await reloaded;
  assert.deepEqual(spoken(await asked), ["new a"]);
  const { alive, fault } = model.status;
  assert.deepEqual([alive, fault], [true, undefined]);
});

Deno.test("ServedModel says that it cannot answer while no process starts", async () => {
  const { start, fail } = starter();
  await using model = await ServedModel.open(start, () => {});
  fail(new Error("no device"));
  assert.deepEqual(spoken(await model.ask([item("poison")])), [503]);
  assert.deepEqual(spoken(await model.ask([item("a")])), [503]);
  // What failed a moment ago is not tried again at once.
  fail();
  assert.deepEqual(spoken(await model.ask([item("a")])), [503]);
  assert.deepEqual(
    [model.status.alive, model.status.fault],
    [false, "no device"],
  );
});

Deno.test("ServedModel goes over to another model, and keeps the one that works", async () => {
  const notices: string[] = [];
  const { start, fail } = starter();
  await using model = await ServedModel.open(
    start,
    (text) => notices.push(text),
  );
  const before = model.ask([item("a")]);
  await model.reload();
  assert.deepEqual(spoken(await before), ["m1 a"]);
  assert.deepEqual(spoken(await model.ask([item("b")])), ["m2 b"]);
  assert.equal(model.status.about.model, "m2");
  fail(new Error("cut"));
  await model.reload();
  assert.deepEqual(spoken(await model.ask([item("c")])), ["m2 c"]);
  const { fault, loads, restarts } = model.status;
  assert.deepEqual([fault, loads, restarts], ["cut", 2, 0]);
  assert.equal(notices.length, 2);
});

Deno.test("ServedModel asks the model that came what the one that left did not answer", async () => {
  const processes = [leaving(), fake("new")];
  const start = () => Promise.resolve(processes.shift() ?? leaving());
  await using model = await ServedModel.open(start, () => {});
  const asked = model.ask([item("a"), item("b")]);
  await model.reload();
  assert.deepEqual(spoken(await asked), ["new a", "new b"]);
  assert.equal(model.status.restarts, 0);
});

Deno.test("ServedModel refuses what it was asked when it ends", async () => {
  const model = await ServedModel.open(
    () => Promise.resolve(leaving()),
    () => {},
  );
  const asked = model.ask([item("a")]);
  await model[Symbol.asyncDispose]();
  assert.deepEqual(spoken(await asked), [503]);
  assert.deepEqual(spoken(await model.ask([item("b")])), [503]);
});

Deno.test("ServedModel starts one that never answered when somebody wants to know how it is", async () => {
  const dead = { ...fake("dead"), ended: Promise.resolve() };
  const processes = [dead, fake("next")];
  const start = () => Promise.resolve(processes.shift() ?? dead);
  await using model = await ServedModel.open(start, () => {});
  await dead.ended;
  assert.equal(model.status.alive, false);
  model.revive();
  assert.equal(model.status.alive, true);
  assert.deepEqual(spoken(await model.ask([item("a")])), ["next a"]);
  assert.equal(model.status.restarts, 1);
});

Deno.test("ServedModel starts nothing after its end", async () => {
  const { start, count } = starter();
  const model = await ServedModel.open(start, () => {});
  const asked = model.ask([item("poison")]);
  await model[Symbol.asyncDispose]();
  assert.deepEqual(spoken(await asked), [503]);
  assert.equal(count(), 1);
});
