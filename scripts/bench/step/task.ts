import * as leat from "leat";
import type { ArchitectureBehaviour } from "../../../src/flow/stage/architecture.ts";

/** One training step, whoever does it. */
export interface StepTask {
  readonly name: string;
  readonly architecture: ArchitectureBehaviour;
  /** Side of the images, pixels. */
  readonly size: number;
  readonly batch: number;
  readonly optimizer: "sgd" | "adamW";
  /** What takes gradients; `"head and norms"` is fastai's frozen phase. */
  readonly trains: "all" | "head and norms" | "head";
}

/**
 * The settings of both optimizers: no momentum for SGD, and no decay. The first
 * gradients are steep: a step at 1e-7 takes a tenth off the loss, one at 1e-3
 * goes so far that what rounding differs by grows beyond what sides may differ.
 */
export const RATE = 1e-7;
export const MOMENTUM = { sgd: 0, adamW: 0.9 } as const;
export const BETA2 = 0.99;
export const EPSILON = 1e-5;

/** Columns of the output: cat and dog. */
export const CLASSES = 2;
export const SEED = 42;

type Settings = Omit<StepTask, "name" | "architecture">;

function taskOf(
  network: string,
  { behaviour }: { readonly behaviour: ArchitectureBehaviour },
  settings: Settings,
): StepTask {
  const { size, batch, optimizer, trains } = settings;
  const name = [
    network,
    `${size} px`,
    `batch ${batch}`,
    optimizer === "sgd" ? "SGD" : "AdamW",
    trains,
  ].join(", ");
  return { name, architecture: behaviour, ...settings };
}

/** The steps that are measured; a GPU also gets one that it is made for. */
export function stepTasks(software: boolean): readonly StepTask[] {
  // Without dropout, whose draws on the processor are no work of an engine.
  const options = { dropout: 0 };
  const resnet18 = (settings: Settings) =>
    taskOf("ResNet-18", leat.resnet18(options), settings);
  const resnet34 = (settings: Settings) =>
    taskOf("ResNet-34", leat.resnet34(options), settings);
  const small = { size: 64, batch: 16 };
  const large = { size: 224, batch: 64, trains: "all" } as const;
  const tasks = (["all", "head and norms", "head"] as const).flatMap((trains) =>
    (["sgd", "adamW"] as const).map((optimizer) =>
      resnet18({ ...small, optimizer, trains })
    )
  );
  return [
    ...tasks,
    resnet18({ size: 128, batch: 16, optimizer: "sgd", trains: "all" }),
    ...software ? [] : [
      resnet34({ ...large, optimizer: "sgd" }),
      resnet34({ ...large, optimizer: "adamW" }),
    ],
  ];
}
