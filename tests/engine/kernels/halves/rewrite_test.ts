import assert from "node:assert/strict";
import {
  readHalves,
  writeHalves,
} from "../../../../src/engine/kernels/halves/rewrite.ts";

Deno.test("readHalves() converts each read of one buffer, wherever it stands", () => {
  assert.equal(
    readHalves("let a = select(vec4(), x[at + codes[i]], b) + x[0];", "x"),
    "let a = select(vec4(), fromHalves(x[at + codes[i]]), b) + fromHalves(x[0]);",
  );
});

Deno.test("readHalves() leaves alone what is only called alike", () => {
  for (const code of ["max[1]", "a.x[1]", "x0[1]", "x = 1;", "fn f(x : f32)"]) {
    assert.equal(readHalves(code, "x"), code);
  }
});

Deno.test("readHalves() refuses places that are read from the same buffer", () => {
  assert.throws(() => readHalves("x[i32(x[0].x)]", "x"), {
    name: "SyntaxError",
  });
  assert.throws(() => readHalves("x[at", "x"), { name: "SyntaxError" });
});

Deno.test("writeHalves() converts what is written, up to its semicolon", () => {
  assert.equal(
    writeHalves("if (a) { result[at + b[1]] = fma(a, b, c); } result[0]=d;"),
    "if (a) { result[at + b[1]] = toHalves(fma(a, b, c)); } result[0]= toHalves(d);",
  );
});

Deno.test("writeHalves() refuses a shader that reads what it wrote", () => {
  for (
    const code of ["result[0] += a;", "let a = result[0];", "result[0] == a;"]
  ) {
    assert.throws(() => writeHalves(code), { name: "SyntaxError" });
  }
});
