/**
 * What of a network stays as it is while a program trains the rest.
 *
 * @module
 */
import type { EpochProgram } from "../../flow/graph/program.ts";
import type {
  Cut,
  Forward,
  Network,
  VariableSpec,
} from "../../flow/stage/architecture.ts";
import type { Batch, Tensor } from "../../flow/stage/tensors.ts";
import { answeringForward } from "./forward.ts";
import type { Session } from "./session.ts";

/** What decides which variables stay. */
export type Freezing = Pick<EpochProgram, "firstTrainable" | "freezesNorms">;

function isNorm({ role }: VariableSpec): boolean {
  return role === "norm" || role === "statistic";
}

/** The same forward pass, with norms of frozen groups frozen if they are. */
export function withFrozenNorms(
  forward: Forward,
  specs: readonly VariableSpec[],
  { firstTrainable, freezesNorms }: Freezing,
): Forward {
  if (!freezesNorms) return forward;
  const frozen = new Set(
    specs.filter((spec) => isNorm(spec) && spec.group < firstTrainable)
      .map(({ name }) => name),
  );
  return {
    ...forward,
    frozen: (name) => frozen.has(name),
    update: (name, value, share) => {
      if (frozen.has(name)) {
        throw new TypeError(
          `Cannot update "${name}": its norm is frozen, as frozen() says`,
        );
      }
      forward.update(name, value, share);
    },
  };
}

/**
 * Where a network is cut so that all before is one and the same function of an
 * item: no variable of it trains, and no norm of it sees the batch. Nothing
 * where there is no such place.
 */
export function fixedCut(
  network: Pick<Network, "cut">,
  { firstTrainable, freezesNorms }: Freezing,
): Cut | undefined {
  if (firstTrainable === 0) return undefined;
  const cut = network.cut?.(firstTrainable);
  if (cut === undefined || freezesNorms) return cut;
  return cut.variables.some(isNorm) ? undefined : cut;
}

/**
 * What the layers before a cut make of a batch, `[batch, ...cut.shape]`; the
 * caller disposes it. Outside of a gradient, which would keep all between.
 */
export function featuresOf(
  { tf, variables }: Pick<Session, "tf" | "variables">,
  cut: Cut,
  batch: Batch,
): Tensor {
  return tf.tidy(() => cut.before(answeringForward(tf, variables), batch));
}
