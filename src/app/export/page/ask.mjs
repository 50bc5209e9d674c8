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

/** What the model answers, and what its body makes of it where one asks. */
async function run(model, inputs, output, features) {
  const names = features ? [output, features] : [output];
  // Of one name it is no list.
  const made = [model.execute(inputs, names)].flat();
  const seen = features ? tf.mean(made[1], [1, 2]) : undefined;
  try {
    return {
      outputs: [...await made[0].data()],
      features: await seen?.data(),
    };
  } finally {
    tf.dispose([made, inputs, seen]);
  }
}

/** What tells how unlike something is; nothing where a model does not know. */
async function openFamiliar({ files }) {
  if (!files?.includes("familiar.mjs")) return {};
  const { familiarity, unlikeness } = await import("./familiar.mjs");
  return { familiar: await familiarity(), unlikeness };
}

async function open() {
  const known = await facts;
  const on = NAMES[await chooseBackend()];
  const [model, { familiar, unlikeness }] = await Promise.all([
    tf.loadGraphModel("model/model.json"),
    openFamiliar(known),
  ]);
  await run(model, blank(known), known.output.name, familiar?.features);
  return { model, on, familiar, unlikeness };
}

let opening;
function opened() {
  opening ??= open();
  return opening;
}

async function tensorsOf(body, { image, columns, inputs }) {
  if (image) {
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
  const { encodeRow } = await import("./row.mjs");
  const fields = encodeRow(JSON.parse(body), columns);
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

async function predict(body) {
  const known = await facts;
  const { model, on, familiar, unlikeness } = await opened();
  const start = performance.now();
  const inputs = await tensorsOf(body, known);
  const { outputs, features } = await run(
    model,
    inputs,
    known.output.name,
    familiar?.features,
  );
  const unlike = features && unlikeness(familiar, features);
  const milliseconds = performance.now() - start;
  return {
    ...answerOf(known, outputs),
    ...unlike && { unlike },
    milliseconds,
    on,
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
  opened().catch(() => {});
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
      path === "/model" ? await about() : await predict(body),
    );
  } catch (error) {
    // What failed to load may be there the next time.
    opening = undefined;
    return Response.json({ error: { message: error.message } }, {
      status: 400,
    });
  }
}
