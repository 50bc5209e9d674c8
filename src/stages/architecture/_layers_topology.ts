/**
 * The `model.json` of a tfjs layers model, cut down to what a body needs.
 *
 * @module
 */
import { z } from "zod";
import {
  layersModelBroken,
  layersModelInput,
  unknownCut,
} from "../../base/errors/architecture.ts";
import { nearest } from "../../base/codec/nearest.ts";

const layer = z.looseObject({
  name: z.string().optional(),
  class_name: z.string(),
  config: z.looseObject({ name: z.string().optional() }),
  inbound_nodes: z.array(z.array(z.array(z.unknown()))).optional(),
});
const modelConfig = z.union([
  z.looseObject({ layers: z.array(layer) }),
  z.array(layer).transform((layers) => ({ layers })),
]);

/** The schema of `model.json`, as far as it is read here. */
export const layersModelFile = z.looseObject({
  modelTopology: z.looseObject({
    model_config: z.looseObject({ class_name: z.string(), config: modelConfig })
      .optional(),
    class_name: z.string().optional(),
    config: modelConfig.optional(),
  }),
  weightsManifest: z.array(z.looseObject({
    paths: z.array(z.string()),
    weights: z.array(z.looseObject({
      name: z.string(),
      shape: z.array(z.int().nonnegative()),
      dtype: z.enum(["float32", "int32", "uint8", "bool"]),
      quantization: z.looseObject({ dtype: z.string() }).optional(),
    })),
  })),
});

/** A parsed `model.json`. */
export type LayersModelFile = z.output<typeof layersModelFile>;

type LayerConfig = z.output<typeof layer>;

const inputShape = z.array(z.int().positive().nullable());

const nameOf = ({ name, config }: LayerConfig) => name ?? config.name ?? "";

/** The names of the layers that a layer reads. */
function inputsOf({ inbound_nodes }: LayerConfig): readonly string[] {
  return (inbound_nodes ?? []).flat().map(([name]) => String(name));
}

/** Layers that `cut` needs, itself included, in the order of the file. */
function needed(layers: readonly LayerConfig[], cut: string): LayerConfig[] {
  const byName = new Map(layers.map((each) => [nameOf(each), each]));
  const wanted = new Set<string>();
  const visit = (name: string) => {
    const found = byName.get(name);
    if (found === undefined || wanted.has(name)) return;
    wanted.add(name);
    inputsOf(found).forEach(visit);
  };
  visit(cut);
  return layers.filter((each) => wanted.has(nameOf(each)));
}

/** The same layer, reading images of another size. */
function resized(
  each: LayerConfig,
  model: string,
  image: readonly number[],
): LayerConfig {
  const shape = inputShape.safeParse(each.config["batch_input_shape"]).data;
  if (shape?.length !== 4 || shape[3] !== image.at(-1)) {
    throw layersModelInput(
      model,
      `[${
        shape?.slice(1).map((side) => side ?? "any").join(", ") ?? "nothing"
      }]`,
      `[${image.join(", ")}]`,
    );
  }
  const batch_input_shape = [null, ...image];
  return { ...each, config: { ...each.config, batch_input_shape } };
}

/** tfjs draws what these add without a seed: they add nothing here. */
const CHANCE = /^(\w*Dropout\w*|GaussianNoise)$/;

function silenced(each: LayerConfig): LayerConfig {
  if (!CHANCE.test(each.class_name)) return each;
  return { ...each, config: { ...each.config, rate: 0, stddev: 0 } };
}

/** A model's configuration, cut at a layer, reading images of another size. */
export function cutTopology(
  { modelTopology }: LayersModelFile,
  model: string,
  cut: string,
  image: readonly number[],
): { class_name: string; config: Record<string, unknown> } {
  const whole = modelTopology.model_config ?? modelTopology;
  const layers = whole.config?.layers ?? [];
  const names = layers.map(nameOf);
  if (names.length === 0) {
    throw layersModelBroken(
      model,
      "it has no layers, as graph models have none",
    );
  }
  const at = names.indexOf(cut);
  if (at < 0) {
    const near = nearest(cut, names, 8);
    throw unknownCut(model, cut, near.length > 0 ? near : names.slice(-8));
  }
  const sequential = whole.class_name === "Sequential";
  const reads = (each: LayerConfig, index: number) =>
    sequential ? index === 0 : each.class_name === "InputLayer";
  const kept = (sequential ? layers.slice(0, at + 1) : needed(layers, cut))
    .map((each, index) =>
      reads(each, index) ? resized(each, model, image) : silenced(each)
    );
  if (sequential) {
    return { class_name: "Sequential", config: { name: "body", layers: kept } };
  }
  const inputs = kept.filter(reads).map((each) => [nameOf(each), 0, 0]);
  if (inputs.length !== 1) {
    throw layersModelInput(model, `${inputs.length} inputs`, "one image");
  }
  return {
    class_name: "Model",
    config: {
      name: "body",
      layers: kept,
      input_layers: inputs,
      output_layers: [[cut, 0, 0]],
    },
  };
}
