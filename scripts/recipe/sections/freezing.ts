import { resnet101, resnet152, resnet18, resnet34, resnet50 } from "leat";
import { trainableOf } from "../../../src/engine/train/variables.ts";
import type {
  ArchitectureBehaviour,
  VariableSpec,
} from "../../../src/flow/stage/architecture.ts";
import type { Tensors } from "../../../src/flow/stage/tensors.ts";
import type { Rows } from "../compare.ts";
import { onProcessor, sizeOf } from "./formula.ts";

const ARCHITECTURES = { resnet18, resnet34, resnet50, resnet101, resnet152 };
const IMAGE = {
  name: "image",
  shape: [224, 224, 3],
  dtype: "uint8",
} as const;

/** Sums over the parameters of each group. */
function byGroup(
  specs: readonly VariableSpec[],
  groups: number,
  worth: (spec: VariableSpec) => number,
): number[] {
  return Array.from(
    { length: groups },
    (_, group) =>
      specs.filter((spec) => spec.group === group)
        .reduce((sum, spec) => sum + worth(spec), 0),
  );
}

async function rowsOf(
  tf: Tensors,
  name: string,
  { groups, build }: ArchitectureBehaviour,
): Promise<Rows> {
  const network = await build({
    fields: [IMAGE],
    outputs: 2,
    tf,
    read: () => Promise.reject(new Error("random weights are not read")),
  });
  const specs = network.variables;
  const trainable = (from: number) => trainableOf(specs, from);
  const parameters = specs.filter(({ role }) => role !== "statistic");
  const one = () => 1;
  const size = ({ shape }: VariableSpec) => sizeOf(shape);
  return {
    [`${name}: parameters of each group`]: byGroup(parameters, groups, size),
    [`${name}: tensors that decay, by group`]: byGroup(
      parameters,
      groups,
      ({ role }) => Number(role === "weight"),
    ),
    [`${name} frozen: parameters that train, by group`]: byGroup(
      trainable(groups - 1),
      groups,
      size,
    ),
    [`${name} frozen: tensors that train, by group`]: byGroup(
      trainable(groups - 1),
      groups,
      one,
    ),
    [`${name} unfrozen: tensors that train, by group`]: byGroup(
      trainable(0),
      groups,
      one,
    ),
  };
}

/** Sections 2.5 to 2.7: groups, and which parameters train and decay. */
export async function freezing(): Promise<Rows> {
  return await onProcessor(async (tf) => {
    const rows: Rows[] = [];
    for (const [name, make] of Object.entries(ARCHITECTURES)) {
      rows.push(await rowsOf(tf, name, make().behaviour));
    }
    return Object.assign({}, ...rows);
  });
}
