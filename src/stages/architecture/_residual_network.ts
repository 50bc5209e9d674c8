import type {
  ArchitectureContext,
  Network,
} from "../../flow/stage/architecture.ts";
import { relu } from "./layers/activation.ts";
import {
  basicBlock,
  type BlockKind,
  bottleneckBlock,
} from "./layers/residual.ts";
import { batchNorm } from "./layers/batch_norm.ts";
import { convolution } from "./layers/convolution.ts";
import { head, type HeadPlan } from "./layers/head.ts";
import type { Layer } from "./layers/layer.ts";
import { maxPool } from "./layers/pooling.ts";
import { networkOf } from "./layers/network.ts";
import { readWeights } from "./_weights.ts";
import { requireImage } from "./_requirements.ts";
import { sequential } from "./layers/sequential.ts";

/** What tells one residual network from another. */
export interface ResidualPlan {
  readonly block: BlockKind;
  /** Blocks of each stage; each stage but the first halves the sides. */
  readonly blocks: readonly number[];
  /** Channels inside the blocks of each stage. */
  readonly channels: readonly number[];
  /** The first convolution: torchvision's, or one for small images. */
  readonly stem: "7x7" | "3x3";
  readonly head: HeadPlan;
}

/** Groups as fastai cuts a ResNet: early body, late body, head. */
export const RESIDUAL_GROUPS = 3;

function stem(kind: ResidualPlan["stem"], channels: number): Layer {
  const kernel = kind === "7x7" ? 7 : 3;
  return sequential([
    ["conv1", convolution({ channels, kernel, stride: 2 })],
    ["bn1", batchNorm()],
    ["relu", relu()],
    ...kind === "7x7"
      ? [["maxpool", maxPool({ kernel: 3, stride: 2, padding: 1 })] as const]
      : [],
  ]);
}

function stage(
  kind: BlockKind,
  channels: number,
  blocks: number,
  stride: number,
): Layer {
  const block = kind === "basic" ? basicBlock : bottleneckBlock;
  return sequential(
    Array.from(
      { length: blocks },
      (_, at) => [`${at}`, block(channels, at === 0 ? stride : 1)] as const,
    ),
  );
}

/** Builds a residual network with fastai's head, and its trained body if any. */
export function residualNetwork(
  op: string,
  plan: ResidualPlan,
  weights: string | undefined,
  context: ArchitectureContext,
): Network {
  const field = requireImage(op, context.fields);
  const layers: Layer[] = [
    stem(plan.stem, plan.channels[0] ?? 0),
    ...plan.channels.map((channels, at) =>
      stage(plan.block, channels, plan.blocks[at] ?? 0, at === 0 ? 1 : 2)
    ),
    head(context.outputs, plan.head),
  ];
  const names = ["", ...plan.channels.map((_, at) => `layer${at + 1}`), "head"];
  // fastai cuts after layer2: stem, layer1 and layer2 are the early body.
  const group = (at: number) =>
    at === layers.length - 1 ? 2 : at <= plan.channels.length / 2 ? 0 : 1;
  let input = field.shape;
  const parts = layers.map((layer, at) => {
    const part = layer({ name: names[at] ?? "", group: group(at), input });
    input = part.output;
    return part;
  });
  const network = networkOf(field.name, parts);
  if (weights === undefined) return network;
  return {
    ...network,
    pretrained: () => readWeights(op, weights, network, context),
  };
}
