/**
 * A run, looked at before it is one: what it would do, why, and how long that
 * takes. Pipeline code runs in a process without rights, as it does for a run;
 * nothing is trained, fetched or stored, and no GPU is opened.
 *
 * @module
 */
import { dirname } from "node:path";
import { existsSync } from "node:fs";
import { Interrupted } from "../../base/errors/interrupted.ts";
import { PipelineError } from "../../base/errors/pipeline_error.ts";
import { openStore, Store } from "../../base/store/store.ts";
import { type LookAhead, lookAhead } from "../../engine/run/plan/look_ahead.ts";
import type { Outputs } from "../../flow/events/event.ts";
import { auditNotes } from "../../flow/audit/audit.ts";
import { frontHashes } from "../../flow/graph/front.ts";
import { describedIn, type Outlook } from "../../flow/graph/outlook.ts";
import { type Plan, planOf } from "../../flow/graph/plan.ts";
import type { PipelineDescription } from "../../flow/pipeline/description.ts";
import { lookedAhead } from "../child/trainer_answer.ts";
import { runTrainer } from "../child/trainer_process.ts";
import { about } from "../format.ts";
import type { Absent } from "../data/not_here.ts";
import { type LockUse, openPinning } from "../lock/lock_use.ts";
import { knownPast } from "../runs/past_runs.ts";
import { frontOutlook } from "./front_outlook.ts";
import { learnJobOf } from "./learn_job.ts";
import { locate, type PipelineAddress } from "../address/locate.ts";
import type { PrepareOptions } from "./prepare.ts";
import { type Ready, trainerJobOf } from "./ready.ts";
import { see, seeWeights } from "./see.ts";
import { unseen } from "./unseen.ts";

/** How a run is looked at. */
export interface PlanOptions extends
  Pick<
    PrepareOptions,
    "settings" | "strict" | "emit" | "signal" | "trust"
  > {
  readonly storeRoot: string;
  /** What the run would do with the lock; it is only read here. */
  readonly lock?: LockUse;
}

/** What a run of a pipeline would do. */
export interface RunPlan extends Plan {
  readonly address: PipelineAddress;
  readonly description: PipelineDescription;
  /** What it would fetch or draw first. */
  readonly absent: readonly Absent[];
  /** The hashes of what it begins with, as far as that is here. */
  readonly begins: Outputs;
}

/** A store that is there, or an empty one, which is not made for this. */
async function storeIn(root: string): Promise<Store> {
  return existsSync(root) ? await openStore(root) : new Store(root);
}

/** Looks ahead here, or in a trainer where the pipeline brings its own code. */
async function look(
  address: PipelineAddress,
  ready: Ready,
  options: PlanOptions,
): Promise<LookAhead> {
  const { strict, emit, signal } = options;
  const here = learnJobOf(ready, { strict });
  if (here) return await lookAhead(here, emit);
  const job = trainerJobOf(address, ready, { ...options, kill: signal });
  const errors: PipelineError[] = [];
  const outcome = await runTrainer(
    { ...job, task: { type: "lookAhead" } },
    lookedAhead,
    {
      emit: (event) => {
        if (event.type !== "error") return emit(event);
        errors.push(new PipelineError(event.message, event));
      },
      signal,
      kill: signal,
      admission: ready.admission,
      driver: undefined, // nothing is computed
    },
  );
  if (outcome.type === "done") return outcome.result;
  throw errors[0] ?? new Interrupted();
}

/** The first epoch that runs waits for weights. */
function waitingForWeights(nodes: readonly Outlook[]): readonly Outlook[] {
  const at = nodes.findIndex(({ kind, fate }) =>
    kind === "epoch" && fate !== "reuse"
  );
  const first = nodes[at];
  return first === undefined
    ? nodes
    : nodes.with(at, { ...first, because: "weights are not here yet" });
}

/**
 * What a run of a pipeline would do now, as `train` with the same options
 * would.
 *
 * @param spoken name or path of the pipeline, either with `#export`
 * @throws {PipelineError} when the pipeline, its data or the machine is at fault
 * @throws {Interrupted} when the signal came
 */
export async function planRun(
  spoken: string,
  options: PlanOptions,
): Promise<RunPlan> {
  const { storeRoot, lock = "pin" } = options;
  const address = await locate(spoken);
  const pinning = await openPinning(address.file, lock);
  const run = { ...options, pinning };
  const { description, admission, front, absent } = await see(address, run);
  const base = dirname(address.file);
  const { weights, unknown, absent: files } = await seeWeights(
    { description, admission },
    base,
    run,
  );
  const before = await knownPast(address, options);
  const hash = unknown ? undefined : weights.sha256;
  const begins = {
    ...front ? frontHashes(front) : {},
    ...hash === undefined ? {} : { weights: hash },
  };
  const all = {
    address,
    description,
    absent: [...absent, ...files],
    begins,
  };
  if (front === undefined) {
    const known = describedIn(before.runs[0]?.nodes ?? []) !== undefined;
    return { ...all, ...planOf(unseen(description, { known }), before, about) };
  }
  const store = await storeIn(storeRoot);
  const ready = { description, admission, front, store, weights };
  const { nodes, notes } = await look(address, ready, options);
  const plan = planOf(
    [
      ...await frontOutlook(description, front, store),
      ...unknown ? waitingForWeights(nodes) : nodes,
    ],
    before,
    about,
  );
  return {
    ...all,
    ...plan,
    notes: [...notes, ...plan.notes, ...auditNotes(front)],
  };
}
