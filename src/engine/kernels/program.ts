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
  /** Which of the inputs are written as well, each number by one invocation. */
  readonly writes?: readonly string[];
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

/**
 * The name under which tfjs declares an input that is written: it declares all
 * for reading alone, and a shader must not use what it is to write by that name.
 */
const unused = (name: string) => `unused_${name}`;

/** WGSL of the inputs that are written, in the places where tfjs binds them. */
function declareWritten(
  { inputs, writes = [] }: Shader,
  components: (name: string) => number,
): string {
  return writes.map((name) => {
    const type = components(name) === 1 ? "f32" : "vec4<f32>";
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

/** Runs a shader and returns the tensor it wrote. */
export function run(backend: Backend, shader: Shader, run: Run): TensorInfo {
  const { scalars = [], writes = [] } = shader;
  const components = (name: string) => scalars.includes(name) ? 1 : 4;
  const size = run.shape.reduce((product, length) => product * length, 1);
  const { workgroup = WORKGROUP } = shader;
  const { into } = run;
  const output = backend.runWebGPUProgram(
    {
      shaderKey: shader.key,
      variableNames: shader.inputs.map((name) =>
        writes.includes(name) ? unused(name) : name
      ),
      variableComponents: shader.inputs.map(components),
      outputComponent: components("result"),
      outputShape: [size],
      uniforms: shader.uniforms.map((name) => `${name} : i32, `).join(""),
      workgroupSize: [workgroup, 1, 1],
      dispatchLayout: { x: [0] },
      dispatch: [Math.ceil(run.invocations / workgroup), 1, 1],
      getUserCode: () => declareWritten(shader, components) + shader.code(),
    },
    // tfjs compiles anew for each pattern of shapes that broadcast or are equal
    // to the output's; scalars all look alike, and the shader needs no shapes.
    run.inputs.map(({ dataId, dtype }) => ({ dataId, dtype, shape: [] })),
    "float32",
    run.uniforms.map((number) => ({ type: "int32", data: [number] })),
    ...into ? [{ dataId: into.dataId, dtype: into.dtype, shape: [size] }] : [],
  );
  // What was read back of them before is not what they are now.
  const written = run.inputs.filter((_, at) =>
    writes.includes(shader.inputs[at] ?? "")
  );
  for (const { dataId } of [...written, ...into ? [into] : []]) {
    backend.tensorMap.get(dataId).values = null;
  }
  return { ...output, shape: [...run.shape] };
}
