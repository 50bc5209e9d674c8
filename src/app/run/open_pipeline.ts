import type { Emit } from "../../flow/events/event.ts";
import type { PipelineDescription } from "../../flow/pipeline/description.ts";
import type { Setting } from "../../flow/pipeline/override.ts";
import { PipelineProcess } from "../child/pipeline_process.ts";
import type { Pinning } from "../lock/pinning.ts";
import {
  type Admission,
  admit,
  confirm,
  type Trust,
} from "../remote/admission.ts";
import type { PipelineAddress } from "../address/locate.ts";

/** How a pipeline is opened. */
export interface OpenOptions {
  readonly settings: readonly Setting[];
  readonly emit: Emit;
  readonly signal: AbortSignal;
  /** Holds what is fetched against a lock, where there is one. */
  readonly pinning?: Pinning | undefined;
  /** Who decides about modules from the web. */
  readonly trust?: Trust;
}

/** A pipeline, described, in a process that can run its functions. */
export interface OpenPipeline extends AsyncDisposable {
  readonly child: PipelineProcess;
  readonly description: PipelineDescription;
  /** What of it came from the web. */
  readonly admission: Admission;
}

/**
 * Starts the process of a pipeline and describes it. What of it comes from the
 * web is read first, held against the lock, and agreed to.
 *
 * @throws {PipelineError} when it does not load, or may not be used
 */
export async function openPipeline(
  address: PipelineAddress,
  { settings, emit, signal, pinning, trust }: OpenOptions,
): Promise<OpenPipeline> {
  const admission = await admit(address, { ...trust, pinning, signal });
  const { trees } = admission;
  const child = await PipelineProcess.start(address, { emit, signal, trees });
  try {
    const description = await child.describe(settings);
    await confirm(admission, description);
    return {
      child,
      description,
      admission,
      [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
    };
  } catch (error) {
    await child[Symbol.asyncDispose]();
    throw error;
  }
}
