/**
 * The `model.json` of a tfjs layers model, cut down to what a body needs.
 *
 * @module
 */
import { z } from "zod";
import { unknownCut } from "../../base/errors/architecture.ts";

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
    })),
  })),
});

/** A parsed `model.json`. */
export type LayersModelFile = z.output<typeof layersModelFile>;

type LayerConfig = z.output<typeof layer>;

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

/** A model's configuration, cut at a layer, reading images of another size. */
export function cutTopology(
  { modelTopology }: LayersModelFile,
  model: string,
  cut: string,
  image: readonly number[],
): { class_name: string; config: Record<string, unknown> } {
  const whole = modelTopology.model_config ?? modelTopology;
  const layers = whole.config?.layers ?? [];
  const at = layers.findIndex((each) => nameOf(each) === cut);
  if (at < 0) {
    throw unknownCut(model, cut, layers.map(nameOf).slice(-8));
  }
  const sequential = whole.class_name === "Sequential";
  const kept = (sequential ? layers.slice(0, at + 1) : needed(layers, cut))
    .map((each, index) => {
      const reads = "batch_input_shape" in each.config &&
        (sequential ? index === 0 : each.class_name === "InputLayer");
      return reads
        ? {
          ...each,
          config: { ...each.config, batch_input_shape: [null, ...image] },
        }
        : each;
    });
  const first = kept[0] ? nameOf(kept[0]) : cut;
  return {
    class_name: sequential ? "Sequential" : "Model",
    config: sequential ? { name: "body", layers: kept } : {
      name: "body",
      layers: kept,
      input_layers: [[first, 0, 0]],
      output_layers: [[cut, 0, 0]],
    },
  };
}
