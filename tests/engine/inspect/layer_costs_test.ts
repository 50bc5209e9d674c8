import assert from "node:assert/strict";
import * as leat from "leat";
import { networkCost } from "../../../src/engine/inspect/layer_costs.ts";
import { countMultiplyAdds } from "../../../src/engine/inspect/multiply_adds.ts";
import { openDevice } from "../../../src/engine/device/open_device.ts";
import { answeringForward } from "../../../src/engine/train/forward.ts";
import { Variables } from "../../../src/engine/train/variables.ts";
import { branched, save } from "../../stages/architecture/layers_models.ts";
import type { ArchitectureBehaviour } from "../../../src/flow/stage/architecture.ts";
import type { Field } from "../../../src/flow/stage/input.ts";
import type { Phase } from "../../../src/flow/stage/schedule.ts";

const phase = (name: string, firstTrainable: number): Phase => ({
  name,
  epochs: 1,
  firstTrainable,
  at: () => ({ rates: [], momentum: 0 }),
});

/** What a network costs, all its values zero: they change no count. */
async function costOf(
  { behaviour }: { readonly behaviour: ArchitectureBehaviour },
  fields: readonly Field[],
  {
    outputs = 2,
    phases = [],
    batch = 1,
    moments = 2,
    read = () => Promise.reject(new Error("nothing to read")),
  }: {
    readonly outputs?: number;
    readonly phases?: readonly Phase[];
    readonly batch?: number;
    readonly moments?: number;
    readonly read?: (reference: string) => Promise<Uint8Array>;
  } = {},
) {
  const device = await openDevice();
  const { tf } = device;
  const network = await behaviour.build({
    fields,
    outputs,
    tf,
    read,
  });
  const sizeOf = (shape: readonly number[]) =>
    shape.reduce((product, side) => product * side, 1);
  const zeros = new Map(
    network.variables.map(({ name, shape }) => [
      name,
      new Float32Array(sizeOf(shape)),
    ]),
  );
  const before = tf.memory().numTensors;
  const variables = new Variables(tf, network.variables, zeros);
  try {
    const { counted } = countMultiplyAdds(
      tf,
      variables.all,
      () =>
        tf.tidy(() => {
          const batch = Object.fromEntries(
            fields.map(({ name, shape, dtype }) => [
              name,
              tf.zeros([1, ...shape], dtype === "int32" ? "int32" : "float32"),
            ]),
          );
          network.forward(answeringForward(tf, variables), batch).dispose();
        }),
    );
    return networkCost(network, { counted, phases, batch, moments });
  } finally {
    variables.dispose();
    assert.equal(tf.memory().numTensors, before);
    device.close();
  }
}

const pixels = (size: number): Field => ({
  name: "pixels",
  dtype: "uint8",
  shape: [size, size, 3],
});

Deno.test("resnet18 has torchvision's 11.69 million parameters and 1.81 billion multiply-adds at 224", async () => {
  const { layers, activationBytes } = await costOf(leat.resnet18(), [
    pixels(64),
  ]);
  const body = layers.filter(({ name }) => !name.startsWith("head"));
  const sum = (of: (layer: typeof body[number]) => number) =>
    body.reduce((total, each) => total + of(each), 0);
  // torchvision's own head is a matrix of 512 x 1000, and 1000 biases.
  assert.equal(sum((each) => each.parameters) + 513_000, 11_689_512);
  // Every side is 3.5 times shorter than of 224 pixels, and no rounding between.
  assert.equal(
    sum((each) => each.multiplyAdds) * 3.5 ** 2 + 512_000,
    1_814_073_344,
  );
  assert.equal(layers[0]?.multiplyAdds, 32 * 32 * 64 * 7 * 7 * 3);
  assert.equal(layers[0]?.bytes, 32 * 32 * 64 * 4);
  assert.equal(
    activationBytes,
    layers.reduce((total, { bytes }) => total + bytes, 0),
  );
});

Deno.test("a network of columns costs what a hand calculation says", async () => {
  const fields: Field[] = [
    { name: "continuous", dtype: "float32", shape: [2] },
    {
      name: "categorical",
      dtype: "int32",
      shape: [1],
      cardinalities: [4],
    },
  ];
  const cost = await costOf(leat.mlp({ hidden: [5] }), fields, {
    batch: 8,
    phases: [phase("training", 0)],
    moments: 1,
  });
  // A vector of 3 for each of 4 codes; 2 + 3 inputs, 5 units, 2 outputs.
  assert.deepEqual(
    cost.layers.map(({ name, shape, parameters, statistics, multiplyAdds }) => [
      name,
      shape,
      parameters,
      statistics,
      multiplyAdds,
    ]),
    [
      ["embeds", [3], 12, 0, 0],
      ["bn_cont", [2], 4, 4, 0],
      ["columns", [5], 0, 0, 0],
      ["layers.0.0", [5], 25, 0, 25],
      ["layers.0.1", [5], 0, 0, 0],
      ["layers.0.2", [5], 10, 10, 0],
      ["layers.1.0", [2], 12, 0, 10],
    ],
  );
  assert.equal(cost.parameters, 63);
  assert.equal(cost.multiplyAdds, 35);
  assert.equal(cost.weightBytes, (63 + 14) * 4);
  assert.equal(cost.activationBytes, (3 + 2 + 5 + 5 + 5 + 5 + 2) * 8 * 4);
  assert.deepEqual(cost.phases, [{
    name: "training",
    epochs: 1,
    trained: 63,
    frozen: 0,
    bytes: 63 * 2 * 4,
  }]);
});

Deno.test("a phase says which layers it freezes; norms train unless they are frozen too", async () => {
  const architecture = leat.resnet({ channels: [4], blocks: [1], hidden: 4 });
  const frozen = phase("frozen", 2);
  const cost = await costOf(architecture, [pixels(16)], {
    phases: [frozen, { ...frozen, freezesNorms: true }, phase("all", 0)],
  });
  const statesOf = (name: string) =>
    cost.layers.find((each) => each.name === name)?.states;
  assert.deepEqual(statesOf("conv1"), ["frozen", "frozen", "trains"]);
  assert.deepEqual(statesOf("bn1"), ["trains", "frozen", "trains"]);
  assert.deepEqual(statesOf("relu"), [null, null, null]);
  assert.deepEqual(statesOf("head.8"), ["trains", "trains", "trains"]);
  for (const { trained, frozen } of cost.phases) {
    assert.equal(trained + frozen, cost.parameters);
  }
  assert.equal(cost.phases[2]?.frozen, 0);
});

Deno.test("layers of a tfjs model are counted by their own names, depthwise ones too", async () => {
  const { model, files } = await save(branched());
  const { layers, phases } = await costOf(
    leat.layersModel("mobile/model.json", { cut: "join", hidden: 4 }),
    [pixels(8)],
    {
      read: (reference) => Promise.resolve(files[reference]!),
      phases: [phase("frozen", 1)],
    },
  );
  const of = (name: string) => layers.find((each) => each.name === name);
  assert.equal(of("stem")?.multiplyAdds, 4 * 4 * 4 * 3 * 3 * 3);
  assert.equal(of("stem")?.parameters, 3 * 3 * 3 * 4 + 4);
  assert.equal(of("deep")?.multiplyAdds, 4 * 4 * 4 * 3 * 3);
  assert.deepEqual(of("deep")?.states, ["frozen"]);
  assert.deepEqual(
    [of("deep_bn")?.parameters, of("deep_bn")?.statistics],
    [8, 8],
  );
  assert.deepEqual(of("join")?.shape, [4, 4, 4]);
  const head = layers.filter(({ name }) => name.startsWith("head"));
  const products = head.reduce((sum, each) => sum + each.multiplyAdds, 0);
  // Mean and most of 4 channels, 4 units, 2 outputs.
  assert.equal(products, 8 * 4 + 4 * 2);
  // Norms train with the head.
  assert.equal(phases[0]?.frozen, 3 * 3 * 3 * 4 + 4 + 3 * 3 * 4);
  model.dispose();
});

Deno.test("products of no layer, and variables of none, are counted all the same", async () => {
  const behaviour: ArchitectureBehaviour = {
    groups: 1,
    build: () => ({
      variables: [{
        name: "free",
        shape: [3, 2],
        role: "weight",
        group: 0,
        init: () => new Float32Array(6),
      }],
      layers: [],
      forward: ({ tf, variable }, { continuous }) => {
        const twice = tf.matMul(continuous!, continuous!, true);
        return tf.matMul(
          tf.matMul(continuous!, twice),
          variable("free"),
        ) as ReturnType<typeof tf.tensor2d>;
      },
    }),
  };
  const cost = await costOf({ behaviour }, [
    { name: "continuous", dtype: "float32", shape: [3] },
  ]);
  assert.deepEqual(
    cost.layers.map(({ name, parameters, multiplyAdds }) => [
      name,
      parameters,
      multiplyAdds,
    ]),
    [["free", 6, 6], ["(no layer's)", 0, 9 + 9]],
  );
});
