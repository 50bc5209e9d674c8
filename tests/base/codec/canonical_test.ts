import assert from "node:assert/strict";
import fc from "fast-check";
import { canonical } from "../../../src/base/codec/canonical.ts";

Deno.test("canonical() writes the example of RFC 8785", () => {
  // Section 3.2.2 and 3.2.3 of the RFC.
  const value = {
    numbers: [
      333333333.33333329,
      1E30,
      4.50,
      2e-3,
      0.000000000000000000000000001,
    ],
    string: "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
    literals: [null, true, false],
  };
  assert.equal(
    canonical(value),
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
      '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  );
});

Deno.test("canonical() sorts keys by UTF-16 code unit", () => {
  // The sorting example of RFC 8785, section 3.2.3: the emoji is a surrogate
  // pair and stands before U+FB33, though its code point is higher.
  const value = {
    "\u20ac": "Euro Sign",
    "\r": "Carriage Return",
    "\ufb33": "Hebrew Letter Dalet With Dagesh",
    "1": "One",
    "\ud83d\ude00": "Emoji: Grinning Face",
    "\u0080": "Control",
    "\u00f6": "Latin Small Letter O With Diaeresis",
  };
  const text = canonical(value);
  const places = [
    "\\r",
    "1",
    "\u0080",
    "\u00f6",
    "\u20ac",
    "\ud83d\ude00",
    "\ufb33",
  ]
    .map((key) => text.indexOf(`"${key}":`));
  assert.deepEqual(places, places.toSorted((a, b) => a - b));
  assert.equal(places[0], 1);
});

Deno.test("canonical() sorts keys that look like numbers as text", () => {
  assert.equal(canonical({ 10: 1, 9: 2 }), '{"10":1,"9":2}');
});

Deno.test("canonical() writes -0 as 0", () => {
  assert.equal(canonical([-0, 0]), "[0,0]");
});

Deno.test("canonical() drops undefined from objects alone", () => {
  assert.equal(canonical({ a: undefined, b: null }), '{"b":null}');
  assert.throws(() => canonical([1, undefined]), /"\[1\]".*it is undefined/);
  // deno-lint-ignore no-sparse-arrays -- a hole is what is tested
  assert.throws(() => canonical([1, , 2]), /"\[1\]".*it is undefined/);
  assert.throws(() => canonical(undefined), /"value".*it is undefined/);
});

Deno.test("canonical() names the path of what it refuses", () => {
  const cases: [unknown, string][] = [
    [NaN, "it is NaN"],
    [-Infinity, "it is -Infinity"],
    [1n, "it is a bigint"],
    [Symbol("a"), "it is a symbol"],
    [() => 1, "it is a function"],
    [new Date(0), "it is a Date, not a plain object"],
    [new Map(), "it is a Map, not a plain object"],
    [new Float32Array(1), "it is a Float32Array, not a plain object"],
    [new (class {})(), "it is a class instance, not a plain object"],
    [{ [Symbol("a")]: 1 }, "it has a symbol as a key"],
  ];
  for (const [value, fact] of cases) {
    assert.throws(() => canonical({ fit: { phases: [0, value] } }), {
      name: "TypeError",
      message: `Cannot write "fit.phases[1]" as canonical JSON: ${fact}`,
    });
  }
});

Deno.test("canonical() refuses a cycle and takes a value that stands twice", () => {
  const cycle: Record<string, unknown> = {};
  cycle.self = [cycle];
  assert.throws(() => canonical(cycle), /"self\[0\]".*it contains itself/);
  const twice = { seed: 1 };
  assert.equal(canonical([twice, twice]), '[{"seed":1},{"seed":1}]');
});

Deno.test("canonical() takes objects without a prototype and own __proto__ keys", () => {
  const bare: unknown = Object.assign(Object.create(null), { b: 1, a: 2 });
  assert.equal(canonical(bare), '{"a":2,"b":1}');
  assert.equal(canonical(JSON.parse('{"__proto__":1}')), '{"__proto__":1}');
});

Deno.test("canonical() says the same of a value after a trip through JSON", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonical(value);
      assert.equal(canonical(JSON.parse(text)), text);
      assert.equal(canonical(JSON.parse(JSON.stringify(value))), text);
    }),
    { numRuns: 200, seed: 1 },
  );
});
