import assert from "node:assert/strict";
import { learnsByHeart } from "../../../../src/engine/run/trainer/overfitting.ts";

function row(train_loss: number, valid_loss: number, phase = "full") {
  return {
    phase,
    epoch: 1,
    epochs: 2,
    train_loss,
    valid_loss,
    metrics: {},
    seconds: 1,
  };
}

Deno.test("learnsByHeart() warns when only the training loss falls", () => {
  assert.equal(
    learnsByHeart([row(0.9, 0.9), row(0.5, 0.6), row(0.4, 0.7)]),
    "Validation loss rose (0.6000 to 0.7000) while training loss fell: the model begins to learn its training set by heart",
  );
});

Deno.test("learnsByHeart() says nothing of one epoch, of another phase, or of a loss that falls", () => {
  assert.equal(learnsByHeart([]), undefined);
  assert.equal(learnsByHeart([row(0.5, 0.6)]), undefined);
  assert.equal(
    learnsByHeart([row(0.5, 0.6, "frozen"), row(0.4, 0.7)]),
    undefined,
  );
  assert.equal(learnsByHeart([row(0.5, 0.6), row(0.4, 0.5)]), undefined);
  assert.equal(learnsByHeart([row(0.5, 0.6), row(0.6, 0.7)]), undefined);
});
