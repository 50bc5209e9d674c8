import assert from "node:assert/strict";
import { leadsOut } from "../../../src/base/codec/leads_out.ts";

Deno.test("leadsOut() knows a path that leaves its folder", () => {
  for (const path of ["..", "../a", "a/../..", "/a", "./../a"]) {
    assert.ok(leadsOut(path), path);
  }
  for (const path of ["a", "./a", "a/..", "..a", "a/../b", "..a/b"]) {
    assert.ok(!leadsOut(path), path);
  }
});
