/**
 * What of a pipeline is on this machine, with nothing fetched.
 *
 * @module
 */
import { sha256 } from "../../base/codec/sha256.ts";
import type { Front } from "../../flow/graph/front.ts";
import type { WeightsFile } from "../../flow/stage/architecture.ts";
import { type Absent, fetchNothing, NotHere } from "../data/not_here.ts";
import { reachOf } from "../data/reach.ts";
import { type LocatedWeights, locateWeights } from "../data/weights.ts";
import type { Pinning } from "../lock/pinning.ts";
import type { PipelineAddress } from "../address/locate.ts";
import { type Described, prepare, type PrepareOptions } from "./prepare.ts";
import { weightsOf } from "../data/weights_of.ts";

/** What a pipeline is, and its items unless they would be fetched first. */
export interface Seen extends Described {
  readonly front?: Front;
  readonly absent: readonly Absent[];
}

/** Answers with what is not here, where the work ended with that. */
async function unlessNotHere<Result>(
  work: Promise<Result>,
): Promise<Result | NotHere> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof NotHere) return error;
    throw error;
  }
}

/** Describes a pipeline, and lists its items if they are here. */
export async function see(
  address: PipelineAddress,
  options: PrepareOptions,
): Promise<Seen> {
  let described: Described | undefined;
  const prepared = await unlessNotHere(prepare(address, {
    ...options,
    onAbsent: fetchNothing,
    onDescribed: (each) => {
      described = each;
    },
  }));
  if (!(prepared instanceof NotHere)) return { ...prepared, absent: [] };
  if (described === undefined) throw prepared;
  return { ...described, absent: [prepared.absent] };
}

/** The hash that weights will have, where it is known before they are here. */
function hashOfAbsent(
  { at, sha256: declared }: WeightsFile,
  pinning: Pinning | undefined,
): string | undefined {
  if (at.endsWith(".json")) return undefined;
  const known = pinning?.expected("weights", at, declared).sha256 ?? declared;
  return known === undefined ? undefined : sha256(known);
}

/** Weights that are here, or will be. */
export interface SeenWeights {
  readonly weights: LocatedWeights;
  /** Nothing tells what they will hold. */
  readonly unknown: boolean;
  readonly absent: readonly Absent[];
}

/** Finds the weights of a pipeline, or what they will be. */
export async function seeWeights(
  { description, admission }: Described,
  base: string,
  { emit, signal, pinning }: PrepareOptions,
): Promise<SeenWeights> {
  const file = weightsOf(description);
  const found = await unlessNotHere(
    locateWeights(file, base, {
      emit,
      signal,
      onAbsent: fetchNothing,
      pinning,
      reach: reachOf(admission),
    }),
  );
  if (!(found instanceof NotHere)) {
    return { weights: found, unknown: false, absent: [] };
  }
  const hash = file && hashOfAbsent(file, pinning);
  return {
    weights: {
      references: { base, fetched: {} },
      // No result was ever made of these.
      sha256: hash ?? "not here",
    },
    unknown: hash === undefined,
    absent: [found.absent],
  };
}
