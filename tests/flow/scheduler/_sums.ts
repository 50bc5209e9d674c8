/**
 * A graph whose values are numbers: a node's is its own `add`, plus those of
 * its inputs and of the node that it comes after, modulo `modulo`.
 *
 * @module
 */
import assert from "node:assert/strict";
import { z } from "zod";
import type { Entry, Store } from "../../../src/base/store/store.ts";
import type { RunEvent } from "../../../src/flow/events/event.ts";
import type { Computed, Node } from "../../../src/flow/graph/node.ts";
import {
  type Executor,
  Scheduler,
} from "../../../src/flow/scheduler/scheduler.ts";

/** Where a node stands and what it adds. */
export interface Sum {
  readonly add: number;
  readonly modulo?: number;
  readonly inputs?: Readonly<Record<string, Node>>;
  readonly after?: Computed;
}

export function sum(
  name: string,
  { add, modulo = 1_000_000, inputs = {}, after }: Sum,
): Computed {
  return {
    name,
    kind: "sum",
    version: 1,
    params: { add, modulo },
    inputs,
    ...after === undefined ? {} : { after },
  };
}

const params = z.object({ add: z.number(), modulo: z.number() });

/** The number that an entry holds. */
export async function valueOf(entry: Entry | undefined): Promise<number> {
  return z.number().parse(await entry?.readJson("value.json"));
}

/** A scheduler of sums, what it executed in order, and what it told. */
export interface Summing {
  readonly scheduler: Scheduler;
  /** Names, once for each execution. */
  readonly executed: readonly string[];
  readonly events: readonly RunEvent[];
}

export interface SummingOptions {
  readonly store: Store;
  /** Called in each execution; may wait or throw. */
  readonly during?: (name: string) => Promise<void> | void;
  readonly executors?: Readonly<Record<string, Executor>>;
}

export function summing(
  { store, during, executors }: SummingOptions,
): Summing {
  const executed: string[] = [];
  const events: RunEvent[] = [];
  const execute: Executor = async (execution) => {
    const { node, key, inputs, after, folder } = execution;
    assert.equal(await store.find(key), undefined, "nothing runs in vain");
    executed.push(node.name);
    await during?.(node.name);
    const { add, modulo } = params.parse(node.params);
    let value = add;
    for (const entry of Object.values(inputs)) value += await valueOf(entry);
    if (after) value += await valueOf(after);
    await Deno.writeTextFile(`${folder}/value.json`, `${value % modulo}`);
  };
  const scheduler = new Scheduler({
    store,
    emit: (event) => events.push(event),
    executors: executors ?? { sum: execute },
  });
  return { scheduler, executed, events };
}

/** `running a`, `done a`, `reused b`: what was told of nodes. */
export function statesIn(events: readonly RunEvent[]): readonly string[] {
  return events.flatMap((event) =>
    event.type === "node.state" ? [`${event.state} ${event.node}`] : []
  );
}

/** By the names of nodes that wait in vain: which one failed. */
export function blockedIn(
  events: readonly RunEvent[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    events.flatMap((event) =>
      event.type === "node.state" && event.state === "blocked"
        ? [[event.node, event.by]]
        : []
    ),
  );
}
