import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { Backend } from "./program.ts";

/** The tensors that a kernel makes on the way to its result. */
export class Temporaries {
  readonly #backend: Backend;
  readonly #made: TensorInfo[] = [];

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Notes what was made from `given`, unless it is `given` itself. */
  unless(given: TensorInfo, made: TensorInfo): TensorInfo {
    if (made !== given) this.#made.push(made);
    return made;
  }

  /** Frees all that was noted, and `last` unless it is the result itself. */
  result(last: TensorInfo, result: TensorInfo): TensorInfo {
    this.unless(result, last);
    for (const { dataId } of this.#made) this.#backend.disposeData(dataId);
    return result;
  }
}
