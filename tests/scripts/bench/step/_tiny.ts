import * as leat from "leat";
import type { StepTask } from "../../../../scripts/bench/step/task.ts";

/** A step that compiles and runs in a moment. */
export const tiny: StepTask = {
  name: "tiny",
  architecture: leat.resnet({
    channels: [4, 8],
    blocks: [1, 1],
    hidden: 8,
    dropout: 0,
  }).behaviour,
  size: 8,
  batch: 4,
  optimizer: "sgd",
  trains: "all",
};
