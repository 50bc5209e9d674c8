import assert from "node:assert/strict";
import { foldLine, head, meanLine } from "../../../scripts/transfer/table.ts";

const one = { majority: 0.3, scratch: 0.4, frozen: 0.1, fineTuned: 0.025 };
const two = { majority: 0.3, scratch: 0.2, frozen: 0, fineTuned: 0.075 };

Deno.test("the table of folds has a line each and the means below", () => {
  assert.deepEqual([head(), foldLine(1, one), meanLine([one, two])], [
    "fold      majority     scratch      frozen  fine-tuned",
    "1           30.0 %      40.0 %      10.0 %       2.5 %",
    "mean        30.0 %      30.0 %       5.0 %       5.0 %",
  ]);
});
