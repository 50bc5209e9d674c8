import { resolve } from "node:path";
import { predictsNoImages } from "../../base/errors/remote_trust.ts";
import { readDescription } from "../../engine/model/read_model.ts";
import { isBuiltIn } from "../../flow/pipeline/stages.ts";
import { registry } from "../../stages/registry.ts";
import { workerArguments } from "../child/worker.ts";
import { confinedPlace, type WorkerPlace } from "../child/worker_place.ts";
import { openPinning } from "../lock/lock_use.ts";
import { admit, confirm, type Trust } from "../remote/admission.ts";
import { callerFolder } from "../paths.ts";
import type { PipelineAddress } from "../address/locate.ts";

/** What a model is asked. */
export interface PlaceOptions {
  /** The folder of the model. */
  readonly model: string;
  /** As the user wrote them. */
  readonly files: readonly string[];
  readonly trust: Trust;
  /** What computes, where that is known. */
  readonly driver: string | undefined;
  /** The module that answers, in the folder of processes. */
  readonly child?: "predict_child.ts" | "serve_child.ts" | "export_child.ts";
}

/**
 * Where a model answers. One with code from the web gets a place in which it
 * may do little; the code is held against the lock, as for training.
 *
 * @throws {PipelineError} when the model cannot be read, or its code not be used
 */
export async function predictPlace(
  address: PipelineAddress,
  { model, files, trust, driver, child = "predict_child.ts" }: PlaceOptions,
): Promise<WorkerPlace> {
  const plain: WorkerPlace = {
    command: { args: workerArguments(child) },
    async [Symbol.asyncDispose]() {},
  };
  const description = await readDescription(model);
  if (isBuiltIn(description, registry)) return plain;
  const { signal } = new AbortController();
  const pinning = await openPinning(address.file, "pin");
  const admission = await admit(address, { ...trust, pinning, signal });
  const { trees } = admission;
  if (trees.length === 0) return plain;
  await confirm(admission, description);
  // To decode takes a native library, and with one code may do anything.
  if (description.input.op === "image") throw predictsNoImages(address.spoken);
  const asked = files.map((file) => resolve(callerFolder(), file));
  return await confinedPlace(child, {
    pipeline: address.file,
    trees,
    reads: [model, ...asked],
    writes: [],
    driver,
  });
}
