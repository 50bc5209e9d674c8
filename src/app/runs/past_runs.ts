import { NO_PAST, type Past } from "../../flow/graph/outlook.ts";
import type { AdapterRecord, Emit } from "../../flow/events/event.ts";
import { PipelineError } from "../../base/errors/pipeline_error.ts";
import type { PipelineAddress } from "../address/locate.ts";
import { readEvents } from "./run_files.ts";
import { RunStore } from "./run_store.ts";

/** As many runs are looked at for one that tells how long something takes. */
const LOOKED_AT = 5;

/** What of an adapter decides how fast it is. */
function same(one: AdapterRecord | null, other: AdapterRecord | null): boolean {
  return ["name", "description", "driver"].every((each) =>
    one?.[each] === other?.[each]
  );
}

/** The keys of the nodes at which a run failed. */
async function failedKeys(
  storeRoot: string,
  id: string,
): Promise<readonly string[]> {
  const events = await readEvents(storeRoot, id);
  return events.flatMap((event) =>
    event.type === "node.state" && event.state === "failed"
      ? event.key ?? []
      : []
  );
}

/**
 * What the record tells of earlier runs of a pipeline: of those that went well,
 * those on the adapter of the latest one, since another takes another time.
 *
 * @throws {PipelineError} when the record cannot be read
 */
async function pastRuns(storeRoot: string, slug: string): Promise<Past> {
  using runs = RunStore.read(storeRoot);
  const [latest] = runs.list({ slug, limit: 1 });
  const good = runs.list({ slug, status: "ok", limit: LOOKED_AT });
  const adapter = good[0]?.adapter ?? null;
  const batches = adapter?.["batches"];
  return {
    ...typeof batches === "string" ? { batches } : {},
    runs: good.filter((run) => same(run.adapter, adapter))
      .map(({ id }) => ({ nodes: runs.nodes(id) })),
    failed: latest?.status === "failed"
      ? await failedKeys(storeRoot, latest.id)
      : [],
  };
}

/** The same; a record that cannot be read tells nothing, and that is told. */
export async function knownPast(
  { slug }: PipelineAddress,
  { storeRoot, emit }: { readonly storeRoot: string; readonly emit: Emit },
): Promise<Past> {
  try {
    return await pastRuns(storeRoot, slug);
  } catch (error) {
    if (!(error instanceof PipelineError)) throw error;
    const text = `Earlier runs tell nothing: ${error.message}`;
    emit({ type: "warning", text });
    return NO_PAST;
  }
}
