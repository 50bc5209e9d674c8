import assert from "node:assert/strict";
import { checkGraph } from "../../../src/flow/graph/check_graph.ts";
import type { Computed, Node } from "../../../src/flow/graph/node.ts";
import { withStore } from "../_store.ts";
import { sum, summing } from "../scheduler/_sums.ts";

/** A node whose needs are told later, as only hand-made ones can be. */
function open(name: string) {
  const inputs: Record<string, Node> = {};
  return { node: sum(name, { add: 1, inputs }), inputs };
}

/** Asks for a node in every way. */
async function refused(node: Computed, error: object): Promise<void> {
  assert.throws(() => checkGraph(node, new WeakSet()), error);
  await withStore(async (store) => {
    const { scheduler, executed } = summing({ store });
    await assert.rejects(scheduler.resolve(node), error);
    await assert.rejects(scheduler.peek(node), error);
    await assert.rejects(scheduler.trace(node), error);
    assert.deepEqual(executed, []);
  });
}

Deno.test("a node that depends on itself is refused with the way round", async () => {
  const { node: a, inputs } = open("a");
  const b = sum("b", { add: 1, inputs: { a } });
  inputs["b"] = b;
  const end = sum("end", { add: 1, inputs: { b } });
  await refused(a, {
    name: "RangeError",
    message:
      'Cannot compute "a": it depends on itself, a -> b -> a. Take one of these out of the inputs of the next',
  });
  // What leads there is no part of it.
  await refused(end, { message: /^Cannot compute "b": .*, b -> a -> b\. / });
  const { node: own, inputs: its } = open("own");
  its["own"] = own;
  await refused(own, { message: /, own -> own\. / });
});

Deno.test("a chain that closes is refused as well", async () => {
  const first = { ...sum("1", { add: 1 }) } as { after?: Computed } & Computed;
  const second = sum("2", { add: 1, after: first });
  Object.assign(first, { after: second });
  await refused(second, { message: /, 2 -> 1 -> 2\. / });
});

Deno.test("two nodes of one name are refused; one that two need is not", async () => {
  const a = sum("a", { add: 1 });
  const twin = sum("a", { add: 2 });
  const b = sum("b", { add: 1, inputs: { a } });
  await refused(sum("c", { add: 1, inputs: { b, twin } }), {
    name: "RangeError",
    message:
      'Cannot compute "a": two nodes are called so. Give each a name of its own',
  });
  checkGraph(sum("c", { add: 1, inputs: { a, b } }), new WeakSet());
});

Deno.test("an input that is no node is refused by its name", async () => {
  for (const wrong of [undefined, null, "a", 3, {}, { given: 3 }]) {
    // No type lets it through; what is made by hand may hold it.
    const inputs = { x: wrong as unknown as Node };
    await refused(sum("a", { add: 1, inputs }), {
      name: "TypeError",
      message:
        'Cannot compute "a": its input "x" is no node. Give it a node, or a value by given()',
    });
  }
  const after = "b" as unknown as Computed;
  await refused(sum("a", { add: 1, after }), { message: /its input "after"/ });
});

Deno.test("a chain longer than the stack is checked, and each node once", () => {
  let asked = 0;
  let after = sum("0", { add: 1 });
  for (let at = 1; at < 50_000; at++) {
    const needs = after;
    after = {
      ...sum(`${at}`, { add: 1 }),
      get after() {
        asked++;
        return needs;
      },
    };
  }
  const checked = new WeakSet<Computed>();
  checkGraph(after, checked);
  checkGraph(after, checked);
  assert.equal(asked, 49_999);
});
