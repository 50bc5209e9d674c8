import { relu } from "./activation.ts";
import { batchNorm } from "./batch_norm.ts";
import { convolution } from "./convolution.ts";
import type { Layer } from "./layer.ts";
import { maxPool } from "./pooling.ts";
import {
  basicBlock,
  type BlockKind,
  bottleneckBlock,
  type ShortcutKind,
} from "./residual.ts";
import { sequential } from "./sequential.ts";

/** What tells the body of one residual network from another. */
export interface BodyPlan {
  readonly block: BlockKind;
  /** Around blocks that change the shape; `"projection"` by default. */
  readonly shortcut?: ShortcutKind;
  /** Blocks of each stage; each stage but the first halves the sides. */
  readonly blocks: readonly number[];
  /** Channels inside the blocks of each stage. */
  readonly channels: readonly number[];
  /**
   * The first layers: torchvision's, a convolution that halves small images,
   * or one that leaves the size of even smaller ones.
   */
  readonly stem: "7x7" | "3x3" | "cifar";
}

function stem(kind: BodyPlan["stem"], channels: number): Layer {
  const kernel = kind === "7x7" ? 7 : 3;
  const stride = kind === "cifar" ? 1 : 2;
  return sequential([
    ["conv1", convolution({ channels, kernel, stride })],
    ["bn1", batchNorm()],
    ["relu", relu()],
    ...kind === "7x7"
      ? [["maxpool", maxPool({ kernel: 3, stride: 2, padding: 1 })] as const]
      : [],
  ]);
}

function stage({ block, shortcut, blocks, channels }: BodyPlan, at: number) {
  const make = (stride: number) =>
    block === "basic"
      ? basicBlock(channels[at] ?? 0, stride, shortcut)
      : bottleneckBlock(channels[at] ?? 0, stride);
  return sequential(
    Array.from(
      { length: blocks[at] ?? 0 },
      (_, index) => [`${index}`, make(index === 0 && at > 0 ? 2 : 1)] as const,
    ),
  );
}

/** The parts of a body: the stem, without a name of its own, and the stages. */
export function residualBody(
  plan: BodyPlan,
): readonly (readonly [name: string, layer: Layer])[] {
  return [
    ["", stem(plan.stem, plan.channels[0] ?? 0)],
    ...plan.channels.map((_, at) =>
      [`layer${at + 1}`, stage(plan, at)] as const
    ),
  ];
}
