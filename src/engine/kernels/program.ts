import type {
  DataId,
  DataType,
  KernelBackend,
  TensorInfo,
} from "@tensorflow/tfjs-core";

/** The part of tfjs' WebGPU backend that a kernel of ours needs. */
export interface Backend extends KernelBackend {
  /** What each buffer holds, whatever a tensor says. */
  readonly tensorMap: {
    get(id: DataId): { readonly dtype: DataType; values: unknown };
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
}

/**
 * Invocations in a workgroup. Software adapters run them as lanes of a vector,
 * one vector after the other: few are enough, and more starve small tensors of
 * parallel work; 32 is also the least that fills a GPU's vector unit.
 */
export const WORKGROUP = 32;

/** Runs a shader and returns the tensor it wrote. */
export function run(backend: Backend, shader: Shader, run: Run): TensorInfo {
  const scalars = shader.scalars ?? [];
  const components = (name: string) => scalars.includes(name) ? 1 : 4;
  const size = run.shape.reduce((product, length) => product * length, 1);
  const { workgroup = WORKGROUP } = shader;
  const { into } = run;
  const output = backend.runWebGPUProgram(
    {
      shaderKey: shader.key,
      variableNames: [...shader.inputs],
      variableComponents: shader.inputs.map(components),
      outputComponent: components("result"),
      outputShape: [size],
      uniforms: shader.uniforms.map((name) => `${name} : i32, `).join(""),
      workgroupSize: [workgroup, 1, 1],
      dispatchLayout: { x: [0] },
      dispatch: [Math.ceil(run.invocations / workgroup), 1, 1],
      getUserCode: shader.code,
    },
    // tfjs compiles anew for each pattern of shapes that broadcast or are equal
    // to the output's; scalars all look alike, and the shader needs no shapes.
    run.inputs.map(({ dataId, dtype }) => ({ dataId, dtype, shape: [] })),
    "float32",
    run.uniforms.map((number) => ({ type: "int32", data: [number] })),
    ...into ? [{ dataId: into.dataId, dtype: into.dtype, shape: [size] }] : [],
  );
  // What was read back of it before is not what it is now.
  if (into) backend.tensorMap.get(into.dataId).values = null;
  return { ...output, shape: [...run.shape] };
}
