import type {
  DataId,
  DataType,
  KernelBackend,
  TensorInfo,
} from "@tensorflow/tfjs-core";
import {
  FROM_HALVES,
  readHalves,
  TO_HALVES,
  writeHalves,
} from "./halves/rewrite.ts";
import { areHalves, markHalves, storesHalves } from "./halves/storage.ts";

/** The part of tfjs' WebGPU backend that a kernel of ours needs. */
export interface Backend extends KernelBackend {
  /** What each buffer holds, whatever a tensor says. */
  readonly tensorMap: {
    get(id: DataId): {
      readonly dtype: DataType;
      readonly shape: readonly number[];
      values: unknown;
    };
  };
  makeTensorInfo(
    shape: number[],
    dtype: DataType,
    values?: Float32Array,
  ): TensorInfo;
  runWebGPUProgram(
    program: ProgramShape,
    inputs: TensorInfo[],
    outputType: DataType,
    uniforms: { type: string; data: number[] }[],
    output?: TensorInfo,
  ): TensorInfo;
}

/** What the backend reads of a program. */
export interface ProgramShape {
  readonly shaderKey: string;
  readonly variableNames: string[];
  readonly variableComponents: number[];
  readonly outputComponent: number;
  readonly outputShape: number[];
  readonly uniforms: string;
  /** Whether the result is an array of `atomic<i32>`. */
  readonly atomic?: boolean;
  readonly workgroupSize: [number, number, number];
  readonly dispatchLayout: { x: number[] };
  readonly dispatch: [number, number, number];
  getUserCode(): string;
}

/** One shader: everything that its text depends on is in its key. */
export interface Shader {
  /** Unique among all shaders: the name and the parameters of its generator. */
  readonly key: string;
  /** Input buffers, each an array of `vec4<f32>`, or of `f32` if named in `scalars`. */
  readonly inputs: readonly string[];
  /** Which of the inputs, or `result`, are read one number at a time. */
  readonly scalars?: readonly string[];
  /** Which of the inputs are written as well, each number by one invocation. */
  readonly writes?: readonly string[];
  /** Whether `result` is an array of `atomic<i32>`: many write to one place. */
  readonly atomic?: boolean;
  /** Integers that say the shape, read as `uniforms.<name>`. */
  readonly uniforms: readonly string[];
  /** Invocations in a workgroup; {@linkcode WORKGROUP} unless told. */
  readonly workgroup?: number;
  /** WGSL of `fn main(index: i32)`, called once for each invocation; it writes `result`. */
  readonly code: () => string;
}

/** One run of a shader. */
export interface Run {
  readonly inputs: readonly TensorInfo[];
  /** The shape of the tensor that is made. */
  readonly shape: readonly number[];
  /** One number for each of the shader's uniforms. */
  readonly uniforms: readonly number[];
  /** How many times `main` is called. */
  readonly invocations: number;
  /** The tensor that is written over, none of the inputs; a new one unless told. */
  readonly into?: TensorInfo;
  /**
   * Whether the result is stored in halves while a training stores them:
   * activations and what reaches them. Default `false`.
   */
  readonly halves?: boolean;
}

/**
 * Invocations in a workgroup. Software adapters run them as lanes of a vector,
 * one vector after the other: few are enough, and more starve small tensors of
 * parallel work; 32 is also the least that fills a GPU's vector unit.
 */
export const WORKGROUP = 32;

/**
 * The name under which tfjs declares an input that is written: it declares all
 * for reading alone, and a shader must not use what it is to write by that name.
 */
const unused = (name: string) => `unused_${name}`;

/** WGSL of the inputs that are written, in the places where tfjs binds them. */
function declareWritten({ inputs, scalars = [], writes = [] }: Shader): string {
  return writes.map((name) => {
    const type = scalars.includes(name) ? "f32" : "vec4<f32>";
    return `@group(0) @binding(${1 + inputs.indexOf(name)})
      var<storage, read_write> ${name} : array<${type}>;`;
  }).join("\n");
}

/** A tensor whose numbers are still to be written. */
export function roomFor(
  backend: Backend,
  shape: readonly number[],
): TensorInfo {
  return backend.makeTensorInfo([...shape], "float32");
}

/** What of a run lies in halves. */
interface Halves {
  /** Which of the inputs. */
  readonly inputs: readonly string[];
  readonly result: boolean;
}

function halvesOf({ inputs, scalars = [] }: Shader, run: Run): Halves {
  const { into, halves = false } = run;
  if (into && areHalves(into) && !halves) {
    throw new TypeError("Cannot write over halves: floats are expected");
  }
  return {
    // Of the others tfjs' backend is given copies.
    inputs: inputs.filter((name, at) => {
      const input = run.inputs[at];
      return input && areHalves(input) && !scalars.includes(name);
    }),
    result: halves && (into ? areHalves(into) : storesHalves()) &&
      !scalars.includes("result") && sizeOf(run.shape) % 4 === 0,
  };
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** The same shader, for buffers of halves. */
function forHalves(shader: Shader, { inputs, result }: Halves): Shader {
  if (inputs.length === 0 && !result) return shader;
  const functions = [
    ...inputs.length > 0 ? [FROM_HALVES] : [],
    ...result ? [TO_HALVES] : [],
  ];
  return {
    ...shader,
    key: `${shader.key} halves ${inputs} ${result}`,
    code: () => {
      const code = inputs.reduce(readHalves, shader.code());
      return [...functions, result ? writeHalves(code) : code].join("\n");
    },
  };
}

/** Runs a shader and returns the tensor it wrote. */
export function run(backend: Backend, given: Shader, run: Run): TensorInfo {
  const halves = halvesOf(given, run);
  const shader = forHalves(given, halves);
  const { scalars = [], writes = [] } = shader;
  const components = (name: string, half: boolean) =>
    scalars.includes(name) ? 1 : half ? 2 : 4;
  const isHalf = (name: string) => halves.inputs.includes(name);
  const size = sizeOf(run.shape);
  const resultSize = halves.result ? size / 2 : size;
  const { workgroup = WORKGROUP } = shader;
  const { into } = run;
  const output = backend.runWebGPUProgram(
    {
      shaderKey: shader.key,
      variableNames: shader.inputs.map((name) =>
        writes.includes(name) ? unused(name) : name
      ),
      variableComponents: shader.inputs.map((name) =>
        components(name, isHalf(name))
      ),
      outputComponent: components("result", halves.result),
      outputShape: [resultSize],
      uniforms: shader.uniforms.map((name) => `${name} : i32, `).join(""),
      ...shader.atomic === true ? { atomic: true } : {},
      workgroupSize: [workgroup, 1, 1],
      dispatchLayout: { x: [0] },
      dispatch: [Math.ceil(run.invocations / workgroup), 1, 1],
      getUserCode: () => declareWritten(shader) + shader.code(),
    },
    // tfjs compiles anew for each pattern of shapes that broadcast or are equal
    // to the output's; scalars all look alike, and the shader needs no shapes.
    run.inputs.map(({ dataId, dtype }, at) => ({
      dataId,
      dtype: isHalf(shader.inputs[at] ?? "") ? "int32" : dtype,
      shape: [],
    })),
    halves.result ? "int32" : "float32",
    run.uniforms.map((number) => ({ type: "int32", data: [number] })),
    ...into
      ? [{
        dataId: into.dataId,
        dtype: halves.result ? "int32" as const : into.dtype,
        shape: [resultSize],
      }]
      : [],
  );
  // What was read back of them before is not what they are now.
  const written = run.inputs.filter((_, at) =>
    writes.includes(shader.inputs[at] ?? "")
  );
  for (const { dataId } of [...written, ...into ? [into] : []]) {
    backend.tensorMap.get(dataId).values = null;
  }
  if (halves.result) markHalves(output.dataId);
  const { dataId, dtype } = output;
  const shape = [...run.shape];
  return { dataId, shape, dtype: halves.result ? "float32" : dtype };
}
