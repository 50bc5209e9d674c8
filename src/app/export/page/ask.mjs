/**
 * Asks the model in this folder, in this very browser: on WebGPU, or in
 * WebAssembly where there is none. What is asked leaves the computer nowhere.
 *
 * @module
 */
const { tf } = globalThis;

/** What computes, by what tfjs calls it. */
const NAMES = { webgpu: "WebGPU", wasm: "WebAssembly" };

/** A photograph of a camera has a tenth of it. */
const MAX_BYTES = 100 * 2 ** 20;

const facts = fetch("leat.json").then((response) => {
  if (response.ok) return response.json();
  throw new Error(`Cannot load leat.json: the answer is ${response.status}`);
});

/** Whether there is a GPU; one that a processor plays is slower than itself. */
async function hasGpu() {
  const adapter = await navigator.gpu?.requestAdapter();
  if (!adapter) return false;
  return !(adapter.info?.isFallbackAdapter ?? adapter.isFallbackAdapter);
}

/** Makes tfjs compute on what is best here, and answers with its name. */
async function chooseBackend() {
  tf.wasm.setWasmPaths("tfjs/");
  // To compare: ?on=wasm, or ?on=webgpu.
  const wanted = new URLSearchParams(location.search).get("on");
  const gpu = wanted === null ? await hasGpu() : wanted === "webgpu";
  for (const name of gpu ? ["webgpu", "wasm"] : ["wasm"]) {
    try {
      if (await tf.setBackend(name)) return name;
    } catch {
      // A GPU that cannot be had is none.
    }
  }
  throw new Error("Cannot compute here: this browser has no WebAssembly");
}

/** Tensors of no item in particular: what is slow once is done with them. */
function blank({ inputs }) {
  return Object.fromEntries(inputs.map(({ name, dtype, shape }) => [
    name,
    tf.zeros([1, ...shape.slice(1)], dtype === "float32" ? dtype : "int32"),
  ]));
}

/**
 * What the model answers, and what else is told of it.
 *
 * @param item what was given, as Leat has it
 * @param explain whether to say what speaks for the answer
 */
async function run(
  { model, output, familiar, explainer },
  inputs,
  item,
  explain,
) {
  const explains = explain ? explainer : undefined;
  const names = [output, familiar?.features, explains?.from]
    .filter((name) => name !== undefined);
  const made = new Map();
  let compared;
  try {
    // Two may be the same; of one name it is no list.
    const wanted = [...new Set(names)];
    const tensors = [model.execute(inputs, wanted)].flat();
    wanted.forEach((name, at) => made.set(name, tensors[at]));
    const seen = made.get(familiar?.features);
    compared = seen && (seen.rank === 4 ? tf.mean(seen, [1, 2]) : seen);
    const outputs = [...await made.get(output).data()];
    return {
      outputs,
      unlike: familiar?.unlike(await compared?.data(), item),
      explanation: await explains?.explain(made.get(explains.from), outputs)
        // Whoever asked has an answer all the same.
        .catch((error) => void console.warn(error)),
    };
  } finally {
    tf.dispose([[...made.values()], inputs, compared]);
  }
}

/** What is asked besides the model, where there is such a file. */
async function openPart({ files }, name, open) {
  return files?.includes(name) ? open(await import(`./${name}`)) : undefined;
}

async function open() {
  const known = await facts;
  const on = NAMES[await chooseBackend()];
  const [model, familiar, explainer] = await Promise.all([
    tf.loadGraphModel("model/model.json"),
    openPart(known, "familiar.mjs", (part) => part.familiarity()),
    openPart(known, "explain.mjs", (part) => part.explainer(known)),
  ]);
  const all = { model, output: known.output.name, familiar, explainer, on };
  await run(all, blank(known), undefined, true);
  return all;
}

let opening;
function openedOnce() {
  opening ??= open();
  return opening;
}

async function pixelsOf(body, { image, inputs }) {
  const { squareOf } = await import("./picture/square.mjs");
  const file = body.get("file");
  const bytes = await squareOf(file, image).catch(() => {
    throw new Error(
      `Cannot read image "${file.name}": the browser cannot show it`,
    );
  });
  const shape = [1, image.size, image.size, 3];
  const [{ name }] = inputs;
  return { [name]: tf.tensor(Int32Array.from(bytes), shape, "int32") };
}

async function cellsOf(row, { columns, inputs }) {
  const { encodeRow } = await import("./row.mjs");
  const fields = encodeRow(row, columns);
  return Object.fromEntries(inputs.map(({ name, dtype }) => {
    const values = fields[name];
    return [name, tf.tensor(values, [1, values.length], dtype)];
  }));
}

/** An answer as people read it. */
function answerOf({ kind, classes }, outputs) {
  if (kind === "quantity") return { label: outputs[0] };
  const probabilities = Object.fromEntries(
    classes.map((name, at) => [String(name), outputs[at]]),
  );
  if (kind === "tags") {
    const label = classes.filter((_, at) => outputs[at] >= 0.5).map(String);
    return { label, probabilities };
  }
  const probability = Math.max(...outputs);
  const label = classes[outputs.indexOf(probability)];
  return { label, probability, probabilities };
}

async function predict(body, explain) {
  const known = await facts;
  const opened = await openedOnce();
  const start = performance.now();
  const row = known.image ? undefined : JSON.parse(body);
  const inputs = row ? await cellsOf(row, known) : await pixelsOf(body, known);
  const { outputs, unlike, explanation } = await run(
    opened,
    inputs,
    row,
    explain,
  );
  return {
    ...answerOf(known, outputs),
    ...unlike && { unlike },
    ...explanation && { explanation },
    milliseconds: performance.now() - start,
    on: opened.on,
  };
}

/** What of the columns a form needs. */
function formOf({ continuous, categorical }) {
  const named = ({ column: name, missing: optional, ...more }) => ({
    ...more,
    name,
    optional,
  });
  return [
    ...continuous.map(({ column, missing, median }) =>
      named({ column, missing, median })
    ),
    ...categorical.map(({ column, missing, values }) =>
      named({ column, missing, values })
    ),
  ];
}

async function about() {
  const { pipeline, model, kind, classes, columns } = await facts;
  // It is loaded while people choose a picture.
  openedOnce().catch(() => {});
  return {
    pipeline,
    model,
    kind,
    classes,
    takes: columns ? "row" : "image",
    ...columns ? { columns: formOf(columns) } : {},
    maxBytes: MAX_BYTES,
  };
}

/** Nobody asks for a token here. */
export function keepToken() {}

/** Answers as the server of `deno task serve` would. */
export async function ask(path, { body } = {}) {
  try {
    return Response.json(
      path === "/model"
        ? await about()
        : await predict(body, path.endsWith("?explain=1")),
    );
  } catch (error) {
    // What failed to load may be there the next time.
    opening = undefined;
    return Response.json({ error: { message: error.message } }, {
      status: 400,
    });
  }
}
