import assert from "node:assert/strict";
import { runtimeFault, WANTED_DENO } from "../../src/app/runtime.ts";

const of = (deno: string) =>
  runtimeFault({ Deno: { version: { deno } } }, ["init", "cats"]);

Deno.test("Leat runs on the version of Deno that it was made with, and on later ones", () => {
  for (
    const version of [
      WANTED_DENO,
      "2.9.7",
      "2.10.0",
      "3.0.0",
      "2.9.6+abc",
      "2.9.7-rc.1",
      Deno.version.deno,
    ]
  ) assert.equal(of(version), undefined, version);
});

Deno.test("an older Deno, or none, is told what to type", () => {
  for (const version of ["2.9.5", "2.8.9", "1.46.3", "2.9"]) {
    assert.match(
      of(version) ?? "",
      /^Cannot run Leat: this is Deno .*, and it needs 2\.9\.6 or later\nType: npx -y deno@2\.9\.6 run -A npm:leat init cats$/,
      version,
    );
  }
  assert.match(
    runtimeFault({}, []) ?? "",
    /this is not Deno.*\nType: npx -y deno@/,
  );
});
