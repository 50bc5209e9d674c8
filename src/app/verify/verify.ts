/**
 * Trains a pipeline from scratch and compares what that gives with its record
 * in `leat.lock`.
 *
 * @module
 */
import { dirname, join } from "node:path";
import { sha256 } from "../../base/codec/sha256.ts";
import { nothingRecorded } from "../../base/errors/verify.ts";
import { openStore } from "../../base/store/store.ts";
import { unlessAbsent } from "../../base/store/unless_absent.ts";
import { judgeClaims } from "../../flow/claims/judge.ts";
import type {
  AdapterRecord,
  ClaimResult,
  MetricValues,
  RunEvent,
} from "../../flow/events/event.ts";
import { frontHashes } from "../../flow/graph/front.ts";
import type { TrainerOutcome } from "../child/trainer_process.ts";
import type { LockedRun } from "../lock/lock.ts";
import { lockPath, readLock } from "../lock/lock_file.ts";
import { openPinning } from "../lock/lock_use.ts";
import { lockedRun, runName, settingsOf } from "../lock/run.ts";
import { claimFault } from "../run/claim_fault.ts";
import { inCaches } from "../data/in_caches.ts";
import { errorEvent } from "../error_event.ts";
import { locate, type PipelineAddress } from "../address/locate.ts";
import { makeReady, type Ready, type RunOptions } from "../run/ready.ts";
import { settle } from "../run/settle.ts";
import { trainReady } from "../run/train_once.ts";
import { checkFetched } from "./check_fetched.ts";
import { FRONT } from "./differences.ts";
import { tolerancesOf } from "./tolerances.ts";
import { type Verdict, verdictOf } from "./verdict.ts";

/** How a pipeline is verified. */
export interface VerifyOptions
  extends Omit<RunOptions, "emit" | "settings" | "pinning"> {
  readonly emit: (event: VerifyEvent) => void;
  /** Refuses what the lock does not pin. */
  readonly frozen: boolean;
  /** Whether kernels are those that were measured to be fastest here. */
  readonly tune: boolean;
  /** Keeps what was trained, below the store. */
  readonly keep: boolean;
  /** What to type to record the pipeline. */
  readonly command: string;
}

/** How a verification ended: its last event. */
export interface VerifyEnd {
  readonly type: "verify.end";
  readonly status: "same" | "differs" | "failed" | "cancelled";
  /** Nothing where it did not get that far. */
  readonly verdict: Verdict | null;
  /** What the pipeline claims of its training, and whether it is so. */
  readonly claims: readonly ClaimResult[];
  /** Whether it trained: what differs before that is reason enough. */
  readonly trained: boolean;
  /** The store that was kept, if it was asked for. */
  readonly kept: string | null;
  readonly seconds: number;
}

/** What a verification tells. */
export type VerifyEvent = RunEvent | VerifyEnd;

/** A verification that came to its end. */
interface Verified extends Pick<VerifyEnd, "trained" | "claims" | "kept"> {
  readonly verdict: Verdict;
}

/** The record of a pipeline in the lock beside it. */
async function recordOf(
  address: PipelineAddress,
  command: string,
): Promise<LockedRun> {
  const path = lockPath(address.file);
  const { runs } = await readLock(path);
  const name = runName(address);
  const run = Object.hasOwn(runs, name) ? runs[name] : undefined;
  if (run) return run;
  const others = Object.keys(runs);
  throw nothingRecorded(address.spoken, { path, command, others });
}

/** What can be compared before anything is trained. */
function frontVerdict(
  recorded: LockedRun,
  { front, weights, description }: Ready,
): Verdict {
  const nodes = Object.entries(recorded.nodes)
    .filter(([name]) => FRONT.has(name));
  const nothing = { ...recorded, epochs: {}, metrics: {} };
  return verdictOf(
    { ...nothing, nodes: Object.fromEntries(nodes) },
    {
      ...nothing,
      nodes: {
        ...frontHashes(front),
        ...weights.sha256 === undefined ? {} : { weights: weights.sha256 },
      },
      settings: settingsOf(description),
    },
    tolerancesOf(description),
  );
}

/** The figures that claims are about, the losses of what became the model too. */
function figuresOf({ metrics, epochs, nodes }: LockedRun): MetricValues {
  const [, losses] = Object.entries(epochs)
    .find(([name]) => Object.hasOwn(nodes, name)) ?? [];
  return { ...metrics, ...losses };
}

/** The adapter of a record, whose kernels are to have the same forms. */
function adapterIn({ adapter }: LockedRun): AdapterRecord {
  const texts = Object.entries(adapter ?? {})
    .flatMap(([name, value]) =>
      typeof value === "number" ? [] : [[name, value] as const]
    );
  return Object.fromEntries(texts);
}

async function verifyIn(
  root: string,
  address: PipelineAddress,
  recorded: LockedRun,
  options: VerifyOptions,
): Promise<TrainerOutcome<Verified>> {
  const { frozen, signal } = options;
  const pinning = await openPinning(address.file, frozen ? "frozen" : "pin");
  const run = {
    ...options,
    like: adapterIn(recorded),
    storeRoot: root,
    settings: [],
    pinning,
  };
  const ready = await makeReady(address, run);
  await checkFetched(ready.front.items, signal);
  const early = frontVerdict(recorded, ready);
  if (!early.same) {
    return {
      type: "done",
      result: { trained: false, verdict: early, claims: [], kept: null },
    };
  }
  const outcome = await trainReady(address, ready, run);
  if (outcome.type !== "done") return outcome;
  const { description } = ready;
  const found = lockedRun({ ...outcome.result, description });
  const verdict = verdictOf(recorded, found, tolerancesOf(description));
  const claims = judgeClaims(
    description.expect ?? [],
    outcome.result,
    // Else the verdict says already how far it is from the record.
    verdict.same ? figuresOf(recorded) : undefined,
  );
  return {
    type: "done",
    result: { trained: true, verdict, claims, kept: null },
  };
}

/** Trains in an empty store, which is gone after unless it is to be kept. */
async function inCleanStore(
  address: PipelineAddress,
  recorded: LockedRun,
  options: VerifyOptions,
): Promise<TrainerOutcome<Verified>> {
  const { storeRoot, keep } = options;
  const store = await openStore(storeRoot);
  return await store.withTemporary("verify", async (root) => {
    const outcome = await verifyIn(root, address, recorded, options);
    if (!keep || outcome.type !== "done") return outcome;
    const kept = join(storeRoot, "verified", address.slug);
    const name = `verified-${sha256(address.slug).slice(0, 32)}`;
    await store.withLock(name, undefined, async () => {
      await Deno.mkdir(dirname(kept), { recursive: true });
      await unlessAbsent(Deno.remove(kept, { recursive: true }));
      await Deno.rename(root, kept);
    });
    return { type: "done", result: { ...outcome.result, kept } };
  });
}

/**
 * Verifies a pipeline. The lock, the model and all stored results stay as they
 * are. Never throws.
 *
 * @param spoken name or path of the pipeline, either with `#export`
 */
export async function verify(
  spoken: string,
  options: VerifyOptions,
): Promise<VerifyEnd> {
  const { emit } = options;
  emit({ type: "run.start", pipeline: spoken });
  const { status, result, seconds } = await settle(async () => {
    const address = await locate(spoken);
    const recorded = await recordOf(address, options.command);
    return await inCaches(
      options.storeRoot,
      emit,
      () => inCleanStore(address, recorded, options),
    );
  }, options);
  const fault = claimFault(result?.claims ?? [], []);
  if (fault) emit(errorEvent(fault));
  const end: VerifyEnd = {
    type: "verify.end",
    status: result ? result.verdict.same ? "same" : "differs" : "failed",
    verdict: null,
    trained: false,
    claims: [],
    kept: null,
    ...result,
    ...fault ? { status: "failed" } : status === "ok" ? {} : { status },
    seconds,
  };
  emit(end);
  return end;
}
