import assert from "node:assert/strict";
import { hashOf } from "../../../src/base/codec/sha256.ts";
import { given, type KeyParts, nodeKey } from "../../../src/flow/graph/node.ts";

const parts: KeyParts = {
  kind: "epoch",
  version: 1,
  params: { seed: 42, rates: [0.1, 0.2] },
  inputs: { input: "1".repeat(64), labels: "2".repeat(64) },
};

Deno.test("a key is the hash of a canonical list, which never changes", () => {
  const key = nodeKey(parts);
  assert.equal(
    key,
    hashOf(["epoch", 1, parts.params, parts.inputs, null]),
  );
  // Golden: another value here makes every cache useless.
  assert.equal(key.slice(0, 16), "0a68ad8b4b6b8960");
  assert.equal(
    nodeKey({ ...parts, after: "3".repeat(64) }).slice(0, 16),
    "dc1ab9bdb53a426e",
  );
});

Deno.test("the order of inputs and params is not in the key", () => {
  const { inputs: { input = "", labels = "" } } = parts;
  assert.equal(
    nodeKey({ ...parts, inputs: { labels, input } }),
    nodeKey(parts),
  );
  const params = { rates: [0.1, 0.2], seed: 42 };
  assert.equal(nodeKey({ ...parts, params }), nodeKey(parts));
});

Deno.test("all else is in the key", () => {
  const { inputs: { input = "", labels = "" } } = parts;
  const others: readonly KeyParts[] = [
    parts,
    { ...parts, kind: "metric" },
    { ...parts, version: 2 },
    { ...parts, params: { seed: 43, rates: [0.1, 0.2] } },
    { ...parts, params: { seed: 42, rates: [0.2, 0.1] } },
    { ...parts, inputs: { input } },
    { ...parts, inputs: { input: labels, labels: input } },
    { ...parts, inputs: { input, targets: labels } },
    { ...parts, after: input },
    { ...parts, after: labels },
  ];
  const keys = new Set(others.map(nodeKey));
  assert.equal(keys.size, others.length);
});

Deno.test("a key refuses what is no plain data", () => {
  assert.throws(() => nodeKey({ ...parts, params: { rate: NaN } }), {
    name: "TypeError",
    message: 'Cannot write "[2].rate" as canonical JSON: it is NaN',
  });
});

Deno.test("given() is the hash of a value", () => {
  assert.deepEqual(given({ a: 1, b: 2 }), { given: hashOf({ b: 2, a: 1 }) });
  assert.notDeepEqual(given([]), given(null));
});
