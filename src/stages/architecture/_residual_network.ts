import type { TrainedWeights } from "../../flow/kinds/weights.ts";
import type {
  ArchitectureBehaviour,
  ArchitectureContext,
  Network,
  WeightsFile,
} from "../../flow/stage/architecture.ts";
import { head, type HeadPlan } from "./layers/head.ts";
import { rangeOf } from "./layers/head_options.ts";
import { networkOf } from "./layers/network.ts";
import { type BodyPlan, residualBody } from "./layers/residual_body.ts";
import { requireImage } from "./_requirements.ts";
import { readWeights } from "./weights/read_weights.ts";
import { weightsFile } from "./weights/trained_weights.ts";

/** What tells one residual network from another. */
export interface ResidualPlan extends BodyPlan {
  readonly head: HeadPlan;
}

/** Groups as fastai cuts a ResNet: early body, late body, head. */
const GROUPS = 3;

/** What a residual network does that has fastai's head, and a trained body if any. */
export function residualBehaviour(
  op: string,
  plan: ResidualPlan,
  weights: TrainedWeights<string> | undefined,
): ArchitectureBehaviour {
  const file = weightsFile(weights, op);
  return {
    groups: GROUPS,
    ...file === undefined ? {} : { weights: file },
    ...rangeOf(plan.head),
    build: (context) => residualNetwork(op, plan, file, context),
  };
}

function residualNetwork(
  op: string,
  plan: ResidualPlan,
  weights: WeightsFile | undefined,
  context: ArchitectureContext,
): Network {
  const field = requireImage(op, context.fields);
  const layers = [
    ...residualBody(plan),
    ["head", head(context.outputs, plan.head)] as const,
  ];
  // fastai cuts after layer2: stem, layer1 and layer2 are the early body.
  const group = (at: number) =>
    at === layers.length - 1 ? 2 : at <= plan.channels.length / 2 ? 0 : 1;
  let input = field.shape;
  const parts = layers.map(([name, layer], at) => {
    const part = layer({ name, group: group(at), input });
    input = part.output;
    return part;
  });
  const network = networkOf(field.name, parts);
  if (weights === undefined) return network;
  return {
    ...network,
    pretrained: () => readWeights(op, weights.at, network, context),
  };
}
