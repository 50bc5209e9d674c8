import { dirname, resolve } from "node:path";
import { hashOf } from "../../base/codec/sha256.ts";
import type { PlannedNode } from "../../flow/graph/plan.ts";
import { type PlanOptions, planRun } from "../run/plan_run.ts";
import { knownSource } from "../run/prepare.ts";

/** What a run of a pipeline, as its files are now, would do. */
export interface Foreseen {
  /** The same for the same pipeline over the same items. */
  readonly identity: string;
  /** In the order of the flow. */
  readonly nodes: readonly PlannedNode[];
  /** Files besides its modules that decide what it does. */
  readonly reads: readonly string[];
  /** How long it would take at least; nothing where no earlier run tells. */
  readonly seconds: number | undefined;
}

/** Of those nodes that are known: it takes no less. */
function secondsOf(nodes: readonly PlannedNode[]): number | undefined {
  const running = nodes.filter(({ state }) => state !== "reuse");
  const known = running.flatMap(({ seconds }) => seconds ?? []);
  const isKnown = running.length === 0 || known.some((each) => each > 0);
  return isKnown ? known.reduce((sum, each) => sum + each, 0) : undefined;
}

/**
 * Finds out what a run would do now.
 *
 * @param spoken name or path of the pipeline, either with `#export`
 * @throws {PipelineError} when the pipeline, its data or the machine is at fault
 */
export async function foresee(
  spoken: string,
  options: PlanOptions,
): Promise<Foreseen> {
  const { address, description, begins, nodes } = await planRun(
    spoken,
    options,
  );
  const clean = knownSource(description)?.clean;
  return {
    identity: hashOf([description, begins]),
    nodes,
    reads: clean === undefined ? [] : [resolve(dirname(address.file), clean)],
    seconds: secondsOf(nodes),
  };
}
