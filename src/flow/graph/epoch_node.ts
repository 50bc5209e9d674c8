import { hashOf } from "../../base/codec/sha256.ts";
import { epochName } from "./epoch_name.ts";
import type { Computed } from "./node.ts";
import type { EpochProgram } from "./program.ts";

/** Raise when an executor may write other bytes from the same parts. */
const VERSIONS = { epoch: 1, table: 1 };

/** An epoch, with what it does. */
export interface EpochNode extends Computed {
  readonly program: EpochProgram;
}

/** The node of an epoch; its key is made of what its program does. */
export function epochNode(program: EpochProgram, after: Computed): EpochNode {
  const { firstTrainable, freezesNorms, reset, settings } = program;
  return {
    name: epochName(program),
    kind: "epoch",
    version: VERSIONS.epoch,
    params: {
      firstTrainable,
      ...freezesNorms ? { freezesNorms } : {},
      reset,
      settings: hashOf(settings.map(({ rates, momentum }) => [
        [...rates],
        momentum,
      ])),
    },
    inputs: {},
    after,
    program,
  };
}

/** The program of a node of kind `epoch`. */
export function programOfNode(node: Computed): EpochProgram {
  // Every such node is made above.
  const { program } = node as Partial<EpochNode>;
  if (program === undefined) throw new TypeError(`No program for ${node.name}`);
  return program;
}

/**
 * The table up to an epoch, by itself: what is decided from it is decided again
 * on a second run, when the checkpoint may be gone.
 */
export function tableNode(epoch: EpochNode): Computed {
  return {
    name: `${epoch.name}/table`,
    kind: "table",
    version: VERSIONS.table,
    params: {},
    inputs: {},
    after: epoch,
  };
}
