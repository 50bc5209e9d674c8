import { setting } from "../_setting.ts";
import type { EachShader } from "../run_each.ts";

/**
 * What both shaders read of an item. The outputs are taken from the largest of
 * them, so that no exponential overflows and the loss is a sum of numbers above
 * zero, which lose no digits to each other.
 */
const ITEM = `
  struct Item {
    largest : f32,
    // Of exp(output - largest).
    sum : f32,
    // Of the smoothed targets: 1, but for rounding.
    weight : f32,
    // How far the largest output is above those of the targets.
    below : f32,
  }

  fn wanted(at : i32) -> f32 {
    return targets[at] * ${setting("kept")} + ${setting("spread")};
  }

  fn itemAt(first : i32, end : i32) -> Item {
    var item = Item(logits[first], 0.0, 0.0, 0.0);
    for (var at = first + 1; at < end; at++) {
      item.largest = max(item.largest, logits[at]);
    }
    for (var at = first; at < end; at++) {
      let below = item.largest - logits[at];
      item.sum += exp(-below);
      item.weight += wanted(at);
      item.below += wanted(at) * below;
    }
    return item;
  }`;

/** How many classes, and what is kept of a target and what each class gets. */
const UNIFORMS = ["classes", "kept", "spread"];

/** The loss of each item. Thread: one item. */
export const LOSS_SHADER: EachShader = {
  key: "softmaxCrossEntropy",
  inputs: ["logits", "targets"],
  scalars: ["logits", "targets", "result"],
  uniforms: UNIFORMS,
  functions: ITEM,
  main: () => `
    let first = index * uniforms.classes;
    let item = itemAt(first, first + uniforms.classes);
    result[index] = item.weight * log(item.sum) + item.below;`,
};

/** What reaches the outputs. Thread: one item. */
export const GRADIENT_SHADER: EachShader = {
  key: "softmaxCrossEntropyGradient",
  inputs: ["logits", "targets", "dy"],
  scalars: ["logits", "targets", "dy", "result"],
  uniforms: UNIFORMS,
  functions: ITEM,
  main: () => `
    let first = index * uniforms.classes;
    let end = first + uniforms.classes;
    let item = itemAt(first, end);
    let scale = item.weight / item.sum;
    for (var at = first; at < end; at++) {
      let probability = scale * exp(logits[at] - item.largest);
      result[at] = dy[index] * (probability - wanted(at));
    }`,
};
