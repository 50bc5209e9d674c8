import * as layers from "@tensorflow/tfjs-layers";
import { drawn, tf } from "./_networks.ts";

/** A layers model, and its files as `model.save` writes them, in two shards. */
export interface Saved {
  readonly model: layers.LayersModel;
  readonly files: Readonly<Record<string, Uint8Array>>;
}

/** `model.json` and two shards in the folder `mobile`. */
export async function save(model: layers.LayersModel): Promise<Saved> {
  const files: Record<string, Uint8Array> = {};
  await model.save(tf.io.withSaveHandler((artifacts) => {
    const data = new Uint8Array(artifacts.weightData as ArrayBuffer);
    const half = 4 * Math.floor(data.length / 8) + 2; // within a number
    files["mobile/a.bin"] = data.slice(0, half);
    files["mobile/b.bin"] = data.slice(half);
    files["mobile/model.json"] = new TextEncoder().encode(JSON.stringify({
      modelTopology: artifacts.modelTopology,
      weightsManifest: [{
        paths: ["a.bin", "b.bin"],
        weights: artifacts.weightSpecs,
      }],
    }));
    return Promise.resolve({
      modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" },
    });
  }));
  return { model, files };
}

/** Values that differ by name, and variances that are not negative. */
function setWeights(model: layers.LayersModel): void {
  const values = model.weights.map(({ originalName, shape }) => {
    const data = drawn(originalName, shape.map(Number));
    return tf.tensor(
      /variance/.test(originalName) ? data.map(Math.abs) : data,
      shape.map(Number),
    );
  });
  model.setWeights(values);
  tf.dispose(values);
}

/** Depthwise separable, with a branch that is added, then a classifier. */
export function branched(size = 8): layers.LayersModel {
  const input = layers.input({ shape: [size, size, 3], name: "photo" });
  const apply = (layer: layers.layers.Layer, ...x: layers.SymbolicTensor[]) =>
    layer.apply(x.length === 1 ? x[0]! : x) as layers.SymbolicTensor;
  const { conv2d, depthwiseConv2d, batchNormalization, reLU, add } =
    layers.layers;
  const stem = apply(
    conv2d({
      name: "stem",
      filters: 4,
      kernelSize: 3,
      strides: 2,
      padding: "same",
    }),
    input,
  );
  const deep = apply(
    depthwiseConv2d({
      name: "deep",
      kernelSize: 3,
      padding: "same",
      useBias: false,
    }),
    stem,
  );
  const norm = apply(batchNormalization({ name: "deep_bn" }), deep);
  const active = apply(reLU({ name: "deep_relu", maxValue: 6 }), norm);
  const joined = apply(add({ name: "join" }), active, stem);
  const thin = apply(
    layers.layers.dropout({ name: "thin", rate: 0.5 }),
    joined,
  );
  const flat = apply(layers.layers.flatten({ name: "flat" }), thin);
  const output = apply(
    layers.layers.dense({ name: "classes", units: 5 }),
    flat,
  );
  const model = layers.model({ inputs: input, outputs: output });
  setWeights(model);
  return model;
}

/** Two convolutions in a row. */
export function straight(): layers.LayersModel {
  const { conv2d, dropout } = layers.layers;
  const model = layers.sequential({
    layers: [
      conv2d({ name: "one", inputShape: [8, 8, 3], filters: 2, kernelSize: 3 }),
      dropout({ name: "thin", rate: 0.5 }),
      conv2d({ name: "two", filters: 3, kernelSize: 3, activation: "relu" }),
      layers.layers.globalAveragePooling2d({ name: "mean" }),
    ],
  });
  setWeights(model);
  return model;
}

/** What a model makes of numbers at one of its layers. */
export function outputAt(
  model: layers.LayersModel,
  layer: string,
  input: Float32Array,
  size: number,
): readonly number[] {
  const cut = layers.model({
    inputs: model.inputs,
    outputs: model.getLayer(layer).output as layers.SymbolicTensor,
  });
  return tf.tidy(() => {
    const images = tf.tensor(input, [
      input.length / (size * size * 3),
      size,
      size,
      3,
    ]);
    return [
      ...(cut.predict(images) as ReturnType<typeof tf.tensor>).dataSync(),
    ];
  });
}
