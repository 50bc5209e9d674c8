import assert from "node:assert/strict";
import { join } from "node:path";
import { Desk, eventsOf } from "../_cli.ts";
import { drawImages } from "../_images.ts";
import { pictures } from "../_pipelines.ts";
import { serve } from "../_server.ts";
import { supervised } from "../_supervised.ts";

const SHAPE = "channels: [4], blocks: [1], hidden: 4";

/** A layers model of one convolution, and its weights. */
function layersModel(): readonly (readonly [string, Uint8Array])[] {
  const layer = (class_name: string, name: string, config: object) => ({
    class_name,
    name,
    config: { name, trainable: true, ...config },
    inbound_nodes: [] as unknown[],
  });
  const input = layer("InputLayer", "input_1", {
    batch_input_shape: [null, 16, 16, 3],
    dtype: "float32",
    sparse: false,
  });
  const convolution = layer("Conv2D", "conv", {
    filters: 4,
    kernel_size: [3, 3],
    strides: [2, 2],
    padding: "same",
    data_format: "channels_last",
    dilation_rate: [1, 1],
    activation: "relu",
    use_bias: true,
  });
  convolution.inbound_nodes = [[["input_1", 0, 0, {}]]];
  const topology = {
    class_name: "Model",
    config: {
      name: "small",
      layers: [input, convolution],
      input_layers: [["input_1", 0, 0]],
      output_layers: [["conv", 0, 0]],
    },
  };
  const weights = Float32Array.from(
    { length: 3 * 3 * 3 * 4 + 4 },
    (_, at) => Math.sin(at) / 5,
  );
  const manifest = [{
    paths: ["shard1of1.bin"],
    weights: [
      { name: "conv/kernel", shape: [3, 3, 3, 4], dtype: "float32" },
      { name: "conv/bias", shape: [4], dtype: "float32" },
    ],
  }];
  const model = { modelTopology: topology, weightsManifest: manifest };
  return [
    ["/small/model.json", new TextEncoder().encode(JSON.stringify(model))],
    ["/small/shard1of1.bin", new Uint8Array(weights.buffer)],
  ];
}

Deno.test("weights and models at a URL are fetched once", async () => {
  await using desk = await Desk.open();
  await drawImages(desk, 20);
  await desk.write(
    "p.ts",
    pictures({ architecture: `leat.resnet({ ${SHAPE} })` }),
  );
  const scratch = await desk.train("./p.ts");
  assert.equal(scratch.code, 0, scratch.error.message);
  const trained = await Deno.readFile(
    join(scratch.end.model ?? "", "weights.safetensors"),
  );

  const server = serve([["/body.safetensors", trained], ...layersModel()]);
  const { url } = server;
  await desk.write(
    "tuned.ts",
    pictures({
      architecture:
        `leat.resnet({ ${SHAPE}, weights: "${url}/body.safetensors" })`,
      fit: "leat.fineTune(1, { batch: 4 })",
    }),
  );
  await desk.write(
    "layers.ts",
    pictures({
      architecture:
        `leat.layersModel("${url}/small/model.json", { cut: "conv", hidden: 4 })`,
      fit: "leat.fineTune(1, { batch: 4 })",
    }),
  );
  try {
    const tuned = await desk.train("./tuned.ts");
    assert.equal(tuned.code, 0, tuned.error.message);
    assert.deepEqual(server.asked, [["/body.safetensors", 0]]);
    const download = eventsOf(tuned.events, "download").at(-1);
    assert.equal(download?.url, `${url}/body.safetensors`);
    assert.equal(download?.done, trained.length);

    const layers = await desk.train("./layers.ts");
    assert.equal(layers.code, 0, layers.error.message);
    assert.deepEqual(server.asked.slice(1), [
      ["/small/model.json", 0],
      ["/small/shard1of1.bin", 0],
    ]);
  } finally {
    await server[Symbol.asyncDispose]();
  }

  for (const name of ["./tuned.ts", "./layers.ts"]) {
    const again = await desk.train(name);
    assert.equal(again.code, 0, "without the server");
    assert.deepEqual(again.end.executed, []);
    const more = await desk.train(name, ["--set", "fit.seed=2"]);
    assert.equal(more.code, 0, more.error.message);
    assert.ok(more.end.executed.includes("model"));
  }
});

Deno.test("weights that are absent or something else are named", async () => {
  await using desk = await Desk.open();
  await drawImages(desk, 20);
  await using server = serve([]);
  const errorOf = async (architecture: string) => {
    await desk.write("p.ts", pictures({ architecture }));
    return (await supervised(desk, "p.ts")).error;
  };
  Deno.env.set("LEAT_CACHE", desk.cache);
  try {
    const absent = await errorOf(
      `leat.resnet({ ${SHAPE}, weights: "${server.url}/w.safetensors" })`,
    );
    assert.equal(
      absent.message,
      `Cannot download "${server.url}/w.safetensors": the server answers 404 Not Found`,
    );
  } finally {
    Deno.env.delete("LEAT_CACHE");
  }
  await desk.write("m.json", "{}");
  const model = await errorOf('leat.layersModel("./m.json", { cut: "conv" })');
  assert.match(model.message ?? "", /^Cannot read weights "\.\/m\.json": /);
  assert.equal(model.stage, "architecture");
  await desk.write("w.safetensors", "none");
  const junk = await errorOf(
    `leat.resnet({ ${SHAPE}, weights: "./w.safetensors" })`,
  );
  assert.match(
    junk.message ?? "",
    /^Cannot read weights "\.\/w\.safetensors": /,
  );
});
