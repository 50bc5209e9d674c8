import type {
  Network,
  Normalization,
  PretrainedValues,
} from "../../flow/stage/architecture.ts";
import type { TargetKind } from "../../flow/kinds/targets.ts";
import { fieldsAfter } from "../../flow/stage/fields_after.ts";
import type { Field } from "../../flow/stage/input.ts";
import type { Tensors } from "../../flow/stage/tensors.ts";
import type { PipelineStages } from "../../flow/pipeline/stages.ts";
import { columnsOf, type Vocabulary } from "../../flow/graph/targets.ts";
import { type Inputs, inputsOf } from "./inputs.ts";
import { startValues, Variables } from "./variables.ts";

/** What a network is built and fed with. */
export interface SessionOptions {
  readonly tf: Tensors;
  readonly stages: PipelineStages;
  readonly fields: readonly Field[];
  readonly vocabulary: Vocabulary;
  /** Bytes of a file that the pipeline refers to. */
  readonly read: (reference: string) => Promise<Uint8Array>;
  /**
   * Called before any variable is on the device; may throw.
   *
   * @returns how many items may go through at once; any number unless told
   */
  readonly onBuilt?: (network: Network) => number | undefined;
  /**
   * Values and normalisation of a model that was trained before; a start from
   * pretrained or drawn values by default.
   */
  readonly trained?: (network: Network) => PretrainedValues;
}

/** A network before any of its variables is on a device. */
export interface Blueprint {
  readonly network: Network;
  /** Trained values, where there are some. */
  readonly start: PretrainedValues | undefined;
  /** What is done to images last, unless the pipeline normalises itself. */
  readonly normalization: Normalization | undefined;
  /** The most items that may go through at once. */
  readonly most: number;
}

/** A network on the device with all that a pass through it needs. */
export interface Session
  extends Inputs, Pick<Blueprint, "network" | "normalization" | "most"> {
  readonly tf: Tensors;
  readonly variables: Variables;
  readonly fields: readonly Field[];
  /** What the loss scores. */
  readonly kind: TargetKind;
  /** Columns of the output. */
  readonly columns: number;
  readonly stages: PipelineStages;
  dispose(): void;
}

/** What is done to batches; draws count them, so one that judges is none. */
function changing({ transforms }: PipelineStages) {
  return transforms.map(({ behaviour }) => behaviour)
    .filter(({ when }) => when !== "evaluate");
}

/** Builds the network of a pipeline and reads the values that it starts from. */
export async function drawBlueprint(
  options: SessionOptions,
): Promise<Blueprint> {
  const { tf, stages, fields, vocabulary, read } = options;
  const transforms = changing(stages);
  const network = await stages.architecture.behaviour.build({
    fields: fieldsAfter(fields, transforms),
    outputs: columnsOf(vocabulary),
    tf,
    read,
  });
  const most = options.onBuilt?.(network) ?? Infinity;
  const start = options.trained?.(network) ?? await network.pretrained?.();
  // Weights bring the normalisation they were trained with; one of the
  // pipeline's own takes its place, as in fastai.
  const ownNormalize = stages.transforms.some(({ op }) => op === "normalize");
  const normalization = ownNormalize ? undefined : start?.normalization;
  return { network, start, normalization, most };
}

/** Builds the network of a pipeline and its variables on the device. */
export async function openSession(options: SessionOptions): Promise<Session> {
  const { tf, stages, fields, vocabulary } = options;
  const { network, start, normalization, most } = await drawBlueprint(options);
  const transforms = changing(stages);
  const inputs = inputsOf(tf, { fields, transforms, normalization });
  const { seed } = stages.fit.behaviour;
  const variables = new Variables(
    tf,
    network.variables,
    startValues(network.variables, start?.values, seed),
  );
  return {
    ...inputs,
    tf,
    network,
    variables,
    normalization,
    most,
    fields,
    kind: vocabulary.kind,
    columns: columnsOf(vocabulary),
    stages,
    dispose: () => variables.dispose(),
  };
}
