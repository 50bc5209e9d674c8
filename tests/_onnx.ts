import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** 300 MB, which nobody who trains should fetch: a project of its own has it. */
const ONNX_RUNTIME = "npm:onnxruntime-node@1.30.0";

const SCRIPT = `
import * as ort from "ort";
const arrays = { float32: Float32Array, int32: Int32Array, uint8: Uint8Array };
const lines = Deno.stdin.readable
  .pipeThrough(new TextDecoderStream())
  .pipeThrough(new TransformStream({
    start() { this.rest = ""; },
    transform(text, to) {
      const parts = (this.rest + text).split("\\n");
      this.rest = parts.pop();
      for (const part of parts) to.enqueue(part);
    },
  }));
for await (const line of lines) {
  const feeds = JSON.parse(line);
  let said;
  try {
    const session = await ort.InferenceSession.create("model.onnx");
    const given = Object.entries(feeds).map(([name, { dtype, shape, values }]) =>
      [name, new ort.Tensor(dtype, arrays[dtype].from(values), shape)]);
    const answers = await session.run(Object.fromEntries(given));
    said = Object.fromEntries(Object.entries(answers).map(([name, { data, dims }]) =>
      // JSON has no Infinity and no NaN.
      [name, { shape: dims, values: Array.from(data, String) }]));
    await session.release();
  } catch (error) {
    said = { error: error.message };
  }
  console.log(JSON.stringify(said));
}`;

/** A tensor as ONNX Runtime is given it. */
export interface OnnxInput {
  readonly dtype: "float32" | "int32" | "uint8";
  readonly shape: readonly number[];
  readonly values: ArrayLike<number>;
}

/** A tensor as ONNX Runtime answers it. */
export interface OnnxOutput {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** ONNX Runtime in a process of its own. */
export interface OnnxRuntime extends AsyncDisposable {
  /**
   * Loads a model and runs it once.
   *
   * @throws {Error} saying what ONNX Runtime says of it
   */
  run(
    model: Uint8Array,
    feeds: Readonly<Record<string, OnnxInput>>,
  ): Promise<Readonly<Record<string, OnnxOutput>>>;
}

/** Starts ONNX Runtime, which knows nothing of Leat. */
export async function openOnnxRuntime(): Promise<OnnxRuntime> {
  const folder = await mkdtemp(join(tmpdir(), "leat-onnx-"));
  await writeFile(
    join(folder, "deno.json"),
    JSON.stringify({ lock: false, imports: { ort: ONNX_RUNTIME } }),
  );
  await writeFile(join(folder, "run.js"), SCRIPT);
  const child = spawn(Deno.execPath(), ["run", "--quiet", "-A", "run.js"], {
    cwd: folder,
    stdio: ["pipe", "pipe", "ignore"],
  });
  const ended = new Promise((resolve) => child.once("close", resolve));
  const lines = createInterface({ input: child.stdout })[
    Symbol.asyncIterator
  ]();
  return {
    async run(model, feeds) {
      const given = Object.entries(feeds).map(([name, input]) =>
        [name, { ...input, values: [...Array.from(input.values)] }] as const
      );
      await writeFile(join(folder, "model.onnx"), model);
      child.stdin.write(`${JSON.stringify(Object.fromEntries(given))}\n`);
      const { done, value } = await lines.next();
      if (done) throw new Error("ONNX Runtime ended");
      const said = JSON.parse(value);
      if (typeof said.error === "string") throw new Error(said.error);
      const outputs = Object.entries<{ shape: number[]; values: string[] }>(
        said,
      );
      return Object.fromEntries(
        outputs.map(([name, { shape, values }]) =>
          [name, { shape, values: values.map(Number) }] as const
        ),
      );
    },
    async [Symbol.asyncDispose]() {
      child.stdin.end(); // the script ends with its input
      await ended;
      await rm(folder, { recursive: true });
    },
  };
}
