import assert from "node:assert/strict";
import { alone } from "../../../src/app/run/alone.ts";
import { openStore } from "../../../src/base/store/store.ts";
import { Desk } from "../_cli.ts";

const never = new AbortController().signal;

Deno.test("alone() lets one run at a time, and tells who waits", async () => {
  await using desk = await Desk.open();
  const store = await openStore(desk.cache);
  const log: string[] = [];
  const { promise: first, resolve: end } = Promise.withResolvers<void>();
  const { promise: waited, resolve: onWait } = Promise.withResolvers<void>();
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const one = alone(store, "run", { onWait: () => {}, signal: never }, () => {
    log.push("one begins");
    begin();
    return first.then(() => void log.push("one ends"));
  });
  await begun;
  const two = alone(store, "run", { onWait, signal: never }, () => {
    log.push("two");
    return Promise.resolve(2);
  });
  await waited;
  end();
  await one;
  assert.equal(await two, 2);
  assert.deepEqual(log, ["one begins", "one ends", "two"]);
});

Deno.test("alone() stops waiting when it is told to, but ends what runs", async () => {
  await using desk = await Desk.open();
  const store = await openStore(desk.cache);
  const stop = new AbortController();
  const { promise: first, resolve: end } = Promise.withResolvers<string>();
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const running = alone(
    store,
    "run",
    { onWait: () => {}, signal: stop.signal },
    () => {
      begin();
      return first;
    },
  );
  await begun;
  const waiting = alone(
    store,
    "run",
    { onWait: () => stop.abort(new Error("told to")), signal: stop.signal },
    () => Promise.resolve("not run"),
  );
  await assert.rejects(waiting, /^Error: told to$/);
  end("done");
  assert.equal(await running, "done");
});
