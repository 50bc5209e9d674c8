import { features, mlp } from "leat";
import { stream } from "../../../src/base/random/stream.ts";
import {
  embeddingLength,
  embeddings,
} from "../../../src/stages/architecture/layers/embedding.ts";
import { type Rows, within } from "../compare.ts";
import { onProcessor } from "./formula.ts";
import { tensorName } from "./network.ts";

const CARDINALITIES = [2, 3, 10, 43, 100, 1000, 100_000];
const ROWS = [
  { wind: 1, rain: 0, season: "winter" },
  { wind: null, rain: 2, season: "summer" },
  { wind: 3, rain: 0, season: null },
  { wind: 7, rain: 5, season: "summer" },
  { wind: 2, rain: 1, season: "autumn" },
];

/** The columns of the table, encoded: each a list of numbers. */
async function columns(): Promise<Rows> {
  const { behaviour } = features({
    continuous: ["wind", "rain"],
    categorical: ["season"],
  });
  const encoder = behaviour.encoder(behaviour.fit(ROWS));
  const at = (name: string) =>
    encoder.fields.findIndex((field) => field.name === name);
  const encoded = await Promise.all(
    ROWS.map((item, row) =>
      encoder.encode({
        id: `${row}`,
        item,
        read: () => Promise.reject(new Error("a row has no bytes")),
      })
    ),
  );
  const column = (field: string, place: number) =>
    encoded.map((arrays) => arrays[at(field)]?.[place] ?? NaN);
  return {
    "codes of a column of words": column("categorical", 0),
    "codes of a column that says what is missing": column("categorical", 1),
    "a column with a missing value, normalised": column("continuous", 0),
    "a column of numbers, normalised": column("continuous", 1),
  };
}

/** The tensors of a model of two columns of each kind. */
async function tensors(): Promise<string[]> {
  return await onProcessor(async (tf) => {
    const { variables } = await mlp({ hidden: [20, 10] }).behaviour.build({
      fields: [
        {
          name: "categorical",
          dtype: "int32",
          shape: [2],
          cardinalities: [4, 3],
        },
        { name: "continuous", dtype: "float32", shape: [2] },
      ],
      outputs: 2,
      tf,
      read: () => Promise.reject(new Error("nothing is read")),
    });
    return variables.map(tensorName).sort();
  });
}

/** Section 2.16: columns, and the model that reads them. */
export async function tabular(): Promise<Rows> {
  const long = embeddings([2000])({ name: "it", group: 0, input: [1] });
  const [start] = long.variables.map(({ init }) => init(stream(0, "start")));
  const values = start ?? new Float32Array();
  const squares = values.reduce((sum, each) => sum + each ** 2, 0);
  return {
    "length of embeddings of 2 to 100000 values": CARDINALITIES.map(
      embeddingLength,
    ),
    // Both sides draw a hundred thousand numbers.
    "embedding: deviation at the start": within(
      0.01,
      Math.sqrt(squares / values.length),
    ),
    "embedding: largest at the start": within(
      0.01,
      values.reduce((most, each) => Math.max(most, Math.abs(each)), 0),
    ),
    ...await columns(),
    "model of 2 columns each: tensors": await tensors(),
  };
}
