import { dirname } from "node:path";
import type { Pinning } from "../lock/pinning.ts";
import type { Emit } from "../../flow/events/event.ts";
import type { Front } from "../../flow/graph/front.ts";
import type { PipelineDescription } from "../../flow/pipeline/description.ts";
import type { Setting } from "../../flow/pipeline/override.ts";
import { registryName } from "../../flow/pipeline/stages.ts";
import type { Listing } from "../../flow/stage/source.ts";
import { registry } from "../../stages/registry.ts";
import { PipelineProcess } from "../child/pipeline_process.ts";
import type { Absent } from "../data/not_here.ts";
import { FileHost } from "../data/host.ts";
import { prepareFront } from "./front.ts";
import type { PipelineAddress } from "./locate.ts";

/** How a pipeline is prepared. */
export interface PrepareOptions {
  readonly settings: readonly Setting[];
  /** An item that cannot be read is an error. */
  readonly strict: boolean;
  readonly emit: Emit;
  readonly signal: AbortSignal;
  /** Holds what is fetched against a lock, where there is one. */
  readonly pinning?: Pinning;
  /** Told of what is not here before it is fetched or drawn; may throw. */
  readonly onAbsent?: (absent: Absent) => void;
  /** Called once the pipeline is described, before its items are listed. */
  readonly onDescribed?: (description: PipelineDescription) => void;
}

/** What a run has before anything is trained. */
export interface Prepared {
  readonly description: PipelineDescription;
  readonly front: Front;
}

/** The items of the pipeline's source, wherever that runs. */
async function list(
  { source }: PipelineDescription,
  child: PipelineProcess,
  host: FileHost,
): Promise<Listing> {
  const known = registry.get(registryName("source", source.op));
  if (known?.version !== source.version) {
    const { items, notices } = await child.list();
    return { items, notices, skipped: [] };
  }
  const stage = known(source.params);
  if (stage.role !== "source") throw new TypeError("Not a source");
  return await stage.behaviour.list(host);
}

/**
 * Describes a pipeline, lists its items, labels and splits them. Code of the
 * pipeline runs in a process without rights.
 *
 * @throws {PipelineError} when the file, a function of it or its data is at fault
 */
export async function prepare(
  address: PipelineAddress,
  options: PrepareOptions,
): Promise<Prepared> {
  const { settings, strict, emit, signal, pinning, onAbsent } = options;
  await using child = await PipelineProcess.start(address, { emit, signal });
  const description = await child.describe(settings);
  options.onDescribed?.(description);
  const { knobs } = description;
  if (knobs) emit({ type: "knobs", knobs });
  const host = new FileHost(dirname(address.file), {
    emit,
    signal,
    ...pinning ? { pinning } : {},
    ...onAbsent ? { onAbsent } : {},
  });
  const front = await prepareFront({
    list: () => list(description, child, host),
    divide: (items) => child.divide(items),
  }, { emit, strict });
  return { description, front };
}
