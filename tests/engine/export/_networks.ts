/**
 * Networks of pictures that are exported with their answers and explained.
 *
 * @module
 */
import * as leat from "leat";
import { branched, save } from "../../stages/architecture/layers_models.ts";
import { type Case, pixels } from "./_models.ts";

export const category = {
  kind: "category" as const,
  classes: ["cat", "dog", "eel"],
};

/** What pipelines of pictures have in common. */
export const pictures = {
  source: leat.images("./images"),
  label: () => "cat",
  split: leat.random({ valid: 0.5, seed: 1 }),
  input: leat.image({ size: 32 }),
  architecture: leat.resnet18(),
  loss: leat.crossEntropy(),
  fit: leat.constant(1),
};

const imported = await save(branched());

export const NETWORKS: Readonly<Record<string, Case>> = {
  "a residual network for CIFAR, with padded shortcuts": {
    pipeline: leat.pipeline({
      ...pictures,
      architecture: leat.cifarResnet({ depth: 20 }),
    }),
    fields: [pixels(16)],
    vocabulary: category,
  },
  "a small network of bottlenecks, of a part of larger pictures": {
    pipeline: leat.pipeline({
      ...pictures,
      transforms: [leat.normalize(), leat.randomResizedCrop({ size: 16 })],
      architecture: leat.resnet({
        channels: [4, 8],
        blocks: [1, 1],
        hidden: [],
      }),
    }),
    fields: [pixels(50)],
    vocabulary: category,
  },
  "the body of an imported model": {
    pipeline: leat.pipeline({
      ...pictures,
      architecture: leat.layersModel("mobile/model.json", {
        cut: "join",
        random: true,
      }),
    }),
    fields: [pixels(16)],
    vocabulary: category,
    files: imported.files,
  },
};
