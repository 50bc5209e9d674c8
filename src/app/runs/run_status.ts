import { isLive } from "./run_files.ts";
import type { RunRecord } from "./run_record.ts";

/** How a run went, in the words of people. */
export type RunStatus = "ok" | "failed" | "stopped" | "running" | "killed";

/** How a run went, or whether it goes on: the record alone cannot tell. */
export async function statusOf(
  storeRoot: string,
  { id, status }: Pick<RunRecord, "id" | "status">,
): Promise<RunStatus> {
  if (status === "cancelled") return "stopped";
  if (status !== "running") return status;
  return await isLive(storeRoot, id) ? "running" : "killed";
}
