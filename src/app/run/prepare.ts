import { dirname } from "node:path";
import type { Emit } from "../../flow/events/event.ts";
import type { Front } from "../../flow/graph/front.ts";
import type { PipelineDescription } from "../../flow/pipeline/description.ts";
import { registryName } from "../../flow/pipeline/stages.ts";
import type { Listing, SourceBehaviour } from "../../flow/stage/source.ts";
import { registry } from "../../stages/registry.ts";
import type { PipelineProcess } from "../child/pipeline_process.ts";
import type { Absent } from "../data/not_here.ts";
import { FileHost } from "../data/host.ts";
import { reachOf } from "../data/reach.ts";
import type { Admission } from "../remote/admission.ts";
import { prepareFront } from "./front.ts";
import type { PipelineAddress } from "../address/locate.ts";
import { type OpenOptions, openPipeline } from "./open_pipeline.ts";

/** How a pipeline is prepared. */
export interface PrepareOptions extends OpenOptions {
  /** An item that cannot be read is an error. */
  readonly strict: boolean;
  /** Choices about items are not applied; false unless told. */
  readonly uncleaned?: boolean;
  /** Told of what is not here before it is fetched or drawn; may throw. */
  readonly onAbsent?: (absent: Absent) => void;
  /** Told what becomes of the steps in front, of a run that tells of its nodes. */
  readonly onStep?: Emit;
  /** Called once the pipeline is described, before its items are listed. */
  readonly onDescribed?: (described: Described) => void;
}

/** A pipeline as data. */
export interface Described {
  readonly description: PipelineDescription;
  /** What of it came from the web. */
  readonly admission: Admission;
}

/** What a run has before anything is trained. */
export interface Prepared extends Described {
  readonly front: Front;
}

/** What a source of Leat's own does; nothing where it is the pipeline's. */
export function knownSource(
  { source }: PipelineDescription,
): SourceBehaviour | undefined {
  const known = registry.get(registryName("source", source.op));
  if (known?.version !== source.version) return undefined;
  const stage = known(source.params);
  if (stage.role !== "source") throw new TypeError("Not a source");
  return stage.behaviour;
}

/** The items of a source that is the pipeline's own. */
async function listThere(child: PipelineProcess): Promise<Listing> {
  const { items, notices } = await child.list();
  return { items, notices, skipped: [] };
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
  await using opened = await openPipeline(address, options);
  const { child, description, admission } = opened;
  const { strict, emit, signal, pinning, onAbsent, onStep } = options;
  options.onDescribed?.({ description, admission });
  const { knobs } = description;
  if (knobs) emit({ type: "knobs", knobs });
  const host = new FileHost(dirname(address.file), {
    emit,
    signal,
    pinning,
    reach: reachOf(admission),
    onAbsent,
  });
  const source = knownSource(description);
  const clean = options.uncleaned ? undefined : source?.clean;
  const front = await prepareFront({
    list: () => source ? source.list(host) : listThere(child),
    choices: clean === undefined
      ? undefined
      : { path: clean, read: () => host.textIfThere(clean) },
    divide: (items) => child.divide(items),
  }, { emit, strict, onStep });
  return { description, front, admission };
}
