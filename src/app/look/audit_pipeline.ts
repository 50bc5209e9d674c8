/**
 * The data of a pipeline, gone through for what may mislead: nothing is trained
 * or stored, and nothing is changed.
 *
 * @module
 */
import { auditFront } from "../../flow/audit/audit.ts";
import { type ClassCount, classCounts } from "../../flow/audit/balance.ts";
import { type Finding, plural } from "../../flow/audit/finding.ts";
import { pictures } from "../../flow/audit/looks.ts";
import type { LookedAt } from "../../engine/inspect/look_at_files.ts";
import type { RunEvent } from "../../flow/events/event.ts";
import { lookedAt } from "../child/trainer_answer.ts";
import { runTrainer, type TrainerOutcome } from "../child/trainer_process.ts";
import { openPinning, savePins } from "../lock/lock_use.ts";
import { inCaches } from "../data/in_caches.ts";
import { locate } from "../address/locate.ts";
import { prepare, type Prepared } from "../run/prepare.ts";
import type { RunOptions } from "../run/ready.ts";
import { settle, type Settled } from "../run/settle.ts";

/** How data is gone through. */
export interface AuditOptions extends Omit<RunOptions, "kill" | "emit"> {
  readonly emit: (event: AuditEvent) => void;
}

/** What an audit found. */
interface Audited {
  readonly sizes: { readonly [set in "train" | "valid" | "test"]: number };
  readonly classes: readonly ClassCount[];
  readonly findings: readonly Finding[];
  /** How many pictures were decoded. */
  readonly looked: number;
}

/** How an audit ended: its last event. */
export interface AuditEnd extends Audited {
  readonly type: "audit.end";
  readonly status: Settled<unknown>["status"];
  readonly seconds: number;
}

/** What an audit tells. */
export type AuditEvent = RunEvent | AuditEnd;

const NOTHING: Audited = {
  sizes: { train: 0, valid: 0, test: 0 },
  classes: [],
  findings: [],
  looked: 0,
};

/** Whether the files of a pipeline are pictures. */
export function arePictures({ description, front }: Prepared): boolean {
  const { source, input } = description;
  return (source.op === "images" || input.op === "image") &&
    front.items.some(({ file }) => file);
}

/** Decodes pictures in a process of ours, with nothing of the pipeline's own. */
export async function look(
  { description, front, admission }: Prepared,
  { storeRoot, ...options }: RunOptions,
): Promise<TrainerOutcome<LookedAt>> {
  const job = {
    task: { type: "look" as const },
    description,
    front,
    storeRoot,
    references: { fetched: {} },
    strict: false,
  };
  const driver = undefined; // nothing is computed
  return await runTrainer(job, lookedAt, { ...options, admission, driver });
}

function unreadable({ unreadable }: LookedAt): readonly Finding[] {
  return unreadable.length === 0 ? [] : [{
    kind: "unreadable",
    level: "warning",
    text: `${
      plural(unreadable.length, "picture", "pictures")
    } cannot be read, and would be left out`,
    about: unreadable.map(({ item, why }) =>
      why.includes(item) ? why : `${item}: ${why}`
    ),
  }];
}

async function auditOnce(
  prepared: Prepared,
  options: AuditOptions & RunOptions,
): Promise<TrainerOutcome<Audited>> {
  const { description, front } = prepared;
  const { train, valid, test } = front.sets;
  const found: Audited = {
    sizes: { train: train.length, valid: valid.length, test: test.length },
    classes: classCounts(front),
    findings: auditFront(description, front),
    looked: 0,
  };
  if (!arePictures(prepared)) return { type: "done", result: found };
  const outcome = await look(prepared, options);
  if (outcome.type !== "done") return outcome;
  const { looks } = outcome.result;
  const { size } = description.input.params;
  const seen = pictures(
    front,
    looks,
    typeof size === "number" ? size : undefined,
  );
  return {
    type: "done",
    result: {
      ...found,
      findings: [...unreadable(outcome.result), ...found.findings, ...seen],
      looked: looks.length,
    },
  };
}

/** Warnings first, then notes. */
function inOrder(findings: readonly Finding[]): readonly Finding[] {
  return [
    ...findings.filter(({ level }) => level === "warning"),
    ...findings.filter(({ level }) => level === "note"),
  ];
}

/**
 * Goes through the data of a pipeline. Never throws: its last event, which it
 * also answers with, says how it went.
 *
 * @param spoken name or path of the pipeline, either with `#export`
 */
export async function auditPipeline(
  spoken: string,
  options: AuditOptions,
): Promise<AuditEnd> {
  const { emit, signal, storeRoot } = options;
  emit({ type: "run.start", pipeline: spoken });
  const { status, result, seconds } = await settle(async () => {
    const address = await locate(spoken);
    const pinning = await openPinning(address.file, "pin");
    const run = {
      ...options,
      kill: signal,
      pinning,
    };
    return await inCaches(storeRoot, emit, async () => {
      const prepared = await prepare(address, run);
      await savePins(pinning, "pin", emit);
      return await auditOnce(prepared, run);
    });
  }, { emit, signal, kill: signal });
  const audited = result ?? NOTHING;
  const end: AuditEnd = {
    type: "audit.end",
    status,
    ...audited,
    findings: inOrder(audited.findings),
    seconds,
  };
  emit(end);
  return end;
}
