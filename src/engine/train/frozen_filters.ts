import type { VariableSpec } from "../../flow/stage/architecture.ts";
import type { Tensors } from "../../flow/stage/tensors.ts";
import { fixFilters } from "../kernels/convolution/fixed_filters.ts";
import type { Backend } from "../kernels/program.ts";
import type { Variables } from "./variables.ts";

/**
 * Tells the kernels which filters stay while others train: gradients pass
 * through them to norms before them.
 *
 * @returns what takes that back, before anything else trains
 */
export function fixFrozenFilters(
  tf: Tensors,
  variables: Variables,
  trainable: readonly VariableSpec[],
): () => void {
  const filters = variables.specs
    .filter((spec) =>
      spec.layout === "convolution" && !trainable.includes(spec)
    )
    .map(({ name }) => variables.get(name));
  // The processor's kernels ask for none, and make none.
  return fixFilters(tf.backend() as unknown as Backend, filters);
}
