import assert from "node:assert/strict";
import { snakeCase } from "../../../src/base/codec/snake_case.ts";

const names: Readonly<Record<string, string>> = {
  errorRate: "error_rate",
  accuracy: "accuracy",
  f1: "f1",
  top5Accuracy: "top5_accuracy",
  meanAbsoluteError: "mean_absolute_error",
  ROC: "roc",
  areaUnderROC: "area_under_roc",
  already_so: "already_so",
  "": "",
};

for (const [name, expected] of Object.entries(names)) {
  Deno.test(`snakeCase() writes "${name}" as "${expected}"`, () => {
    assert.equal(snakeCase(name), expected);
    assert.equal(snakeCase(snakeCase(name)), expected);
  });
}
