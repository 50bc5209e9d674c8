import type { LayersModel, Variable } from "./_layers_types.ts";
import {
  cutGivesNoImage,
  layersModelBroken,
} from "../../base/errors/architecture.ts";
import { listComplaints } from "../../base/errors/stage.ts";
import { weightsAbsent } from "../../base/errors/weights.ts";
import type {
  ArchitectureContext,
  Forward,
  VariableRole,
  VariableSpec,
} from "../../flow/stage/architecture.ts";
import type { Field } from "../../flow/stage/input.ts";
import type { Tensor } from "../../flow/stage/tensors.ts";
import { filled, kaimingNormal } from "./layers/initializers.ts";
import { type PlacedLayer, shown } from "./layers/layer.ts";
import {
  cutTopology,
  type LayersModelFile,
  layersModelFile,
} from "./_layers_topology.ts";
import { adoptNorms } from "./_layers_norms.ts";
import { layersWeights } from "./_layers_weights.ts";

/** Which body of which model. */
export interface BodyRequest {
  readonly model: string;
  readonly cut: string;
  /** Leave the model's weights and start from random ones. */
  readonly random: boolean;
  readonly field: Field;
}

/** A body, and its trained values when they are asked for. */
export interface Body {
  readonly placed: PlacedLayer;
  pretrained(): Promise<ReadonlyMap<string, Float32Array>>;
}

/** What a variable of tfjs-layers is for, by the end of its name. */
function roleOf(name: string): VariableRole {
  if (/\/(gamma|beta)$/.test(name)) return "norm";
  if (/\/moving_(mean|variance)$/.test(name)) return "statistic";
  return /\/bias$/.test(name) ? "bias" : "weight";
}

function specOf(name: string, shape: readonly number[]): VariableSpec {
  const role = roleOf(name);
  const one = /\/(gamma|moving_variance)$/.test(name) ? 1 : 0;
  const init = role === "weight" ? kaimingNormal("in") : filled(one);
  // A depthwise kernel `[h, w, channels, 1]` reads one channel a weight.
  const fan = /depthwise_kernel$/.test(name)
    ? [...shape.slice(0, 2), 1, shape[2] ?? 1]
    : shape;
  return { name, shape, role, group: 0, init: (random) => init(random, fan) };
}

async function readModelFile(
  model: string,
  context: ArchitectureContext,
): Promise<LayersModelFile> {
  const json: unknown = await context.read(model)
    .then((bytes) => JSON.parse(new TextDecoder().decode(bytes)))
    .catch((cause: unknown) => {
      throw weightsAbsent(model, cause);
    });
  const { data, error } = layersModelFile.safeParse(json);
  if (data) return data;
  throw layersModelBroken(model, new TypeError(listComplaints(error.issues)));
}

/** Lets whoever looks into the network see what each layer makes. */
function showLayers({ layers }: LayersModel, current: () => Forward): void {
  for (const layer of layers) {
    const { call } = layer;
    layer.call = (inputs, options) => {
      const made = call.call(layer, inputs, options);
      return Array.isArray(made) ? made : shown(current(), layer.name, made);
    };
  }
}

/**
 * Loads the part of a tfjs layers model up to a layer. Its own variables are
 * replaced by the engine's at every pass, so that there is one owner.
 */
export async function layersBody(
  { model, cut, random, field }: BodyRequest,
  context: ArchitectureContext,
): Promise<Body> {
  const layers = await import("@tensorflow/tfjs-layers");
  const file = await readModelFile(model, context);
  const topology = cutTopology(file, model, cut, field.shape);
  const body = await layers.loadLayersModel({
    load: () => Promise.resolve({ modelTopology: topology }),
  }, { strict: false }).catch((cause: unknown) => {
    throw layersModelBroken(model, cause);
  }) as unknown as LayersModel;
  const weights = body.weights.map((weight) => ({
    weight,
    spec: specOf(weight.originalName, weight.shape.map(Number)),
  }));
  // What tfjs-layers drew for itself is never used.
  for (const { weight } of weights) weight.val.dispose();
  const output = (body.outputs[0]?.shape ?? []).slice(1).map(Number);
  if (output.length !== 3) throw cutGivesNoImage(model, cut, output);
  let pass: Forward | undefined;
  const current = () => {
    if (pass) return pass;
    throw new TypeError("Cannot run a layer outside of a forward pass");
  };
  adoptNorms(body, current);
  showLayers(body, current);
  const placed: PlacedLayer = {
    variables: weights.map(({ spec }) => spec),
    layers: body.layers.map((layer) => ({
      name: layer.name,
      shape: [layer.outputShape].flat().slice(1).map(Number),
    })),
    output,
    forward: (forward, tensor) => {
      pass = forward;
      const { training, variable } = forward;
      for (const { weight, spec } of weights) {
        weight.val = variable(spec.name) as Variable;
      }
      return body.apply(tensor, { training }) as Tensor;
    },
  };
  return {
    placed,
    pretrained: () =>
      random
        ? Promise.resolve(new Map())
        : layersWeights(file, model, placed.variables, context),
  };
}
