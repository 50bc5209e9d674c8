/**
 * A tfjs backend that computes nothing: it notes what it is asked to compute.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import type {
  BackendValues,
  DataId,
  DataType,
  NamedAttrMap,
  Tensor,
  TensorInfo,
} from "@tensorflow/tfjs-core";
import { notAGraph, operationUnknown } from "../../base/errors/export.ts";
import { openDevice } from "../device/open_device.ts";
import type { Dtype } from "./graph.ts";
import { constant, type Traced, type TracedKernel } from "./traced.ts";

/** What tfjs knows the backend by. */
const BACKEND = "leat-tracing";

/** The part of tfjs' cpu backend that computes what is always the same. */
interface CpuBackend {
  readonly data: { get(id: DataId): { values: ArrayLike<number> } };
  makeTensorInfo(
    shape: number[],
    dtype: DataType,
    values: BackendValues,
  ): TensorInfo;
  disposeIntermediateTensorInfo(tensor: TensorInfo): void;
}

/** Inputs of an operation: by name, or as a list where it takes any number. */
type Inputs = Readonly<Record<string, TensorInfo | null | undefined>>;

function dtypeOf(dtype: DataType): Dtype {
  if (dtype === "float32" || dtype === "int32" || dtype === "bool") {
    return dtype;
  }
  throw notAGraph(`it computes with numbers of the type "${dtype}"`);
}

/** Runs on the processor what is the same for every item. */
function computed(
  name: string,
  inputs: Readonly<Record<string, Traced & { values: ArrayLike<number> }>>,
  attrs: NamedAttrMap,
  isList: boolean,
): Traced | readonly Traced[] | undefined {
  const kernel = tf.getKernel(name, "cpu");
  const cpu = tf.findBackend("cpu") as unknown as CpuBackend;
  if (kernel === undefined || kernel === null) return undefined;
  const tensors = Object.entries(inputs).map(([key, each]) => {
    const values = each.values as BackendValues;
    const tensor = cpu.makeTensorInfo([...each.shape], each.dtype, values);
    return [key, tensor] as const;
  });
  const made = kernel.kernelFunc({
    inputs: isList
      ? tensors.map(([, tensor]) => tensor) as never
      : Object.fromEntries(tensors),
    attrs,
    backend: cpu,
  });
  const back = ({ dataId, shape, dtype }: TensorInfo) =>
    constant(cpu.data.get(dataId).values, shape, dtypeOf(dtype));
  return Array.isArray(made) ? made.map(back) : back(made);
}

/** The tensors of one run, and what each would have been made of. */
export class TracingBackend {
  readonly #traced = new Map<DataId, Traced>();
  /** How many tensors have the same numbers. */
  readonly #holders = new Map<DataId, number>();
  readonly #backend = new tf.KernelBackend();

  /**
   * Runs something that is noted rather than computed; the backend that was
   * there before is put back.
   *
   * @param kernels how each operation is noted, by tfjs' name of it
   */
  static async run<Result>(
    kernels: ReadonlyMap<string, TracedKernel>,
    work: (backend: TracingBackend) => Promise<Result>,
  ): Promise<Result> {
    const before = tf.getBackend();
    // What is the same for every item is computed there.
    const cpu = await openDevice({ backend: "cpu" });
    const backend = new TracingBackend();
    const names = backend.#register(kernels);
    tf.registerBackend(BACKEND, () => backend.#backend);
    try {
      await tf.setBackend(BACKEND);
      return await work(backend);
    } finally {
      if (before) await tf.setBackend(before);
      tf.removeBackend(BACKEND);
      for (const name of names) tf.unregisterKernel(name, BACKEND);
      cpu.close();
    }
  }

  private constructor() {
    const backend = this.#backend;
    backend.write = (values, shape, dtype) =>
      this.#keep(constant(values as ArrayLike<number>, shape, dtypeOf(dtype)));
    backend.readSync = (id) => {
      const found = this.#traced.get(id);
      if (found && "values" in found) return found.values as BackendValues;
      throw notAGraph("it decides by numbers that it has just computed");
    };
    backend.read = (id) => Promise.resolve().then(() => backend.readSync(id));
    // What is noted outlives the tensors, which tfjs counts.
    const count = (id: object, by: number) => {
      const left = (this.#holders.get(id) ?? 0) + by;
      this.#holders.set(id, left);
      return left;
    };
    backend.disposeData = (id, force) => count(id, -1) <= 0 || force === true;
    backend.incRef = (id) => void count(id, 1);
    backend.refCount = (id) => count(id, 0);
    backend.numDataIds = () => this.#traced.size;
    backend.memory = () => ({ unreliable: true });
    backend.floatPrecision = () => 32;
    backend.epsilon = () => 1e-7;
    backend.dispose = () => {};
  }

  /** A tensor that a client gives. */
  input(name: string, shape: readonly number[], dtype: Dtype): Tensor {
    const info = this.#info({ input: name, shape, dtype });
    return tf.engine().makeTensorFromTensorInfo(info, this.#backend);
  }

  /** What a tensor would have been made of. */
  of({ dataId }: TensorInfo): Traced {
    const found = this.#traced.get(dataId);
    if (found) return found;
    throw notAGraph("it uses a tensor that was made before it ran");
  }

  #info(traced: Traced): TensorInfo {
    const { shape, dtype } = traced;
    return { dataId: this.#keep(traced), shape: [...shape], dtype };
  }

  #keep(traced: Traced): DataId {
    const id = {};
    this.#traced.set(id, traced);
    this.#holders.set(id, 1);
    return id;
  }

  /** Tells tfjs of all operations that it has, and answers with their names. */
  #register(kernels: ReadonlyMap<string, TracedKernel>): readonly string[] {
    const known = tf.getKernelsForBackend("cpu");
    const names = new Set([
      ...known.map(({ kernelName }) => kernelName),
      ...kernels.keys(),
    ]);
    for (const kernelName of names) {
      const kernel = kernels.get(kernelName);
      tf.registerKernel({
        kernelName,
        backendName: BACKEND,
        kernelFunc: ({ inputs, attrs = {} }) => {
          const made = this.#noted(kernelName, kernel, inputs, attrs);
          // One tensor and a list of one are not the same to tfjs.
          return "map" in made
            ? made.map((each) => this.#info(each))
            : this.#info(made);
        },
      });
    }
    return [...names];
  }

  #noted(
    name: string,
    kernel: TracedKernel | undefined,
    inputs: Inputs,
    attrs: NamedAttrMap,
  ): Traced | readonly Traced[] {
    const traced: Record<string, Traced> = {};
    const same: Record<string, Traced & { values: ArrayLike<number> }> = {};
    for (const [key, tensor] of Object.entries(inputs)) {
      if (tensor === null || tensor === undefined) continue;
      const each = this.of(tensor);
      traced[key] = each;
      if ("values" in each) same[key] = each;
    }
    if (Object.keys(same).length === Object.keys(traced).length) {
      const made = computed(name, same, attrs, Array.isArray(inputs));
      if (made) return made;
    }
    if (kernel === undefined) throw operationUnknown(name);
    return kernel(traced, attrs);
  }
}
