import {
  nothingToFineTune,
  rangeOfClasses,
} from "../../base/errors/agreement.ts";
import { programOf } from "../graph/program.ts";
import { watchesOf, type Watching } from "../graph/watches.ts";
import type { Stage } from "../stage/stage.ts";

/** The stages that say something of each other. */
export interface Agreeing extends Watching {
  readonly architecture: Stage<"architecture">;
  readonly loss: Stage<"loss">;
}

/**
 * Checks what stages say of each other, before anything is read or fetched.
 *
 * @throws {PipelineError} when a callback watches a metric that the pipeline
 * does not have, the schedule gives rates to other groups than the
 * architecture has, or cannot be followed, or outputs are kept in a range and
 * the loss scores classes
 */
export function checkAgreement(stages: Agreeing): void {
  const { architecture, loss, fit } = stages;
  const { groups, range } = architecture.behaviour;
  watchesOf(stages);
  if (range && !loss.behaviour.targets.includes("quantity")) {
    throw rangeOfClasses(architecture.op, range, loss.op);
  }
  // How many steps an epoch has depends on the items.
  programOf(fit.behaviour, { groups, steps: 1 });
}

/**
 * Checks that there is something to fine-tune, which the compiler tells too.
 *
 * @throws {PipelineError} when the schedule is for trained weights, and the
 * architecture was given none
 */
export function checkStart({ architecture, fit }: Agreeing): void {
  const random = architecture.behaviour.weights === undefined;
  if (random && fit.behaviour.pretrained) {
    throw nothingToFineTune(fit.op, architecture.op);
  }
}
