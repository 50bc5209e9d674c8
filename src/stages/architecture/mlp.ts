import { z } from "zod";
import { wrongInput } from "../../base/errors/architecture.ts";
import type { Features } from "../../flow/kinds/inputs.ts";
import type { Scratch } from "../../flow/kinds/weights.ts";
import type {
  ArchitectureContext,
  Network,
} from "../../flow/stage/architecture.ts";
import { defineStage } from "../../flow/stage/define_stage.ts";
import { optionsOf } from "../../flow/stage/options.ts";
import type { Architecture } from "../../flow/stage/stage.ts";
import type { Tensor2D } from "../../flow/stage/tensors.ts";
import { relu } from "./layers/activation.ts";
import { batchNorm } from "./layers/batch_norm.ts";
import { embeddings } from "./layers/embedding.ts";
import { type Initializer, torchUniform } from "./layers/initializers.ts";
import { type PlacedLayer, shown } from "./layers/layer.ts";
import { linear } from "./layers/linear.ts";
import { fieldOf } from "./layers/network.ts";
import { sequential } from "./layers/sequential.ts";

/** torch's default start of a linear layer's weight. */
const torchWeight: Initializer = (random, shape) =>
  torchUniform(shape[0] ?? 1)(random, shape);

/** All columns side by side, as the first linear layer reads them. */
const COLUMNS = "columns";

function build(
  hidden: readonly number[],
  { fields, outputs }: ArchitectureContext,
): Network {
  const place = (name: string, input: readonly number[]) => ({
    name,
    group: 0,
    input,
  });
  const columns = fields.filter(({ shape }) => shape.length === 1);
  const codes = columns.find(({ cardinalities }) => cardinalities);
  const values = columns.find(({ cardinalities }) => !cardinalities);
  const reads: readonly {
    readonly field: string;
    readonly part: PlacedLayer;
  }[] = [
    ...codes
      ? [{
        field: codes.name,
        part: embeddings(codes.cardinalities ?? [])(
          place("embeds", codes.shape),
        ),
      }]
      : [],
    ...values
      ? [{
        field: values.name,
        part: batchNorm()(place("bn_cont", values.shape)),
      }]
      : [],
  ];
  if (reads.length === 0 || reads.length < fields.length) {
    throw wrongInput("mlp", "columns", fields.map(({ name }) => name));
  }
  const width = reads.reduce((sum, { part }) => sum + (part.output[0] ?? 0), 0);
  const body = sequential([
    ...hidden.map((units, at) =>
      [
        `${at}`,
        sequential([
          ["0", linear({ units, init: torchWeight })],
          ["1", relu()],
          ["2", batchNorm()],
        ]),
      ] as const
    ),
    [
      `${hidden.length}`,
      sequential([
        ["0", linear({ units: outputs, bias: true, init: torchWeight })],
      ]),
    ],
  ])(place("layers", [width]));
  const parts = [...reads.map(({ part }) => part), body];
  return {
    variables: parts.flatMap((part) => part.variables),
    layers: [
      ...reads.flatMap(({ part }) => part.layers),
      { name: COLUMNS, shape: [width] },
      ...body.layers,
    ],
    forward: (forward, batch) => {
      const read = reads.map(({ field, part }) =>
        part.forward(forward, fieldOf(batch, field))
      );
      const all = shown(forward, COLUMNS, forward.tf.concat(read, 1));
      return body.forward(forward, all) as Tensor2D;
    },
  };
}

/** The definition of {@linkcode mlp}. */
export const mlpStage = defineStage("architecture", {
  op: "mlp",
  version: 1,
  params: z.strictObject({
    hidden: z.array(z.int().positive().max(100_000)).max(100)
      .default([200, 100]),
  }),
  behave: ({ hidden }) => ({
    groups: 1,
    build: (context) => build(hidden, context),
  }),
});

/**
 * A multi-layer perceptron over columns, as fastai's tabular model: an
 * embedding for each categorical column, batch norm over the continuous ones,
 * then linear, ReLU and batch norm for each hidden layer, then linear.
 *
 * @param options `hidden`: units of each hidden layer; `[200, 100]` by default,
 * `[]` for a linear model
 *
 * @example
 * ```ts
 * import { mlp } from "leat";
 *
 * mlp();
 * mlp({ hidden: [50] });
 * ```
 */
export function mlp(
  options: { readonly hidden?: readonly number[] } = {},
): Architecture<Features, Scratch> {
  const { hidden, ...rest } = optionsOf("architecture", "mlp", options);
  return mlpStage({ ...rest, ...hidden && { hidden: [...hidden] } });
}
