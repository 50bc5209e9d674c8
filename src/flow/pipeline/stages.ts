import { otherVersion, unknownStage } from "../../base/errors/stage.ts";
import type { StageFactory } from "../stage/stage.ts";
import type { WidestStage } from "../stage/stage.ts";
import type { Role } from "../stage/role.ts";
import type { PipelineDescription, StageDescription } from "./description.ts";
import type { AnyPipeline } from "./pipeline.ts";

/** The stages of a pipeline, ready to run. */
export interface PipelineStages {
  readonly source: WidestStage["source"];
  readonly split: WidestStage["split"];
  readonly input: WidestStage["input"];
  readonly transforms: readonly WidestStage["transforms"][];
  readonly architecture: WidestStage["architecture"];
  readonly loss: WidestStage["loss"];
  readonly metrics: readonly WidestStage["metrics"][];
  readonly fit: WidestStage["fit"];
}

/** Finds the factory of a stage by its role and name. */
export type StageRegistry = ReadonlyMap<string, StageFactory>;

/** The name under which a registry holds a stage. */
export function registryName(role: Role, op: string): string {
  return `${role}/${op}`;
}

/** Whether every stage of a description is one of the registry's. */
export function isBuiltIn(
  description: PipelineDescription,
  registry: StageRegistry,
): boolean {
  return stageList(description).every(([role, { op, version }]) =>
    registry.get(registryName(role, op))?.version === version
  );
}

/** Every stage of a description with its role. */
export function stageList(
  description: PipelineDescription,
): readonly (readonly [Role, StageDescription])[] {
  const { source, split, input, transforms, architecture, loss, metrics, fit } =
    description;
  return [
    ["source", source],
    ["split", split],
    ["input", input],
    ...transforms.map((stage) => ["transforms", stage] as const),
    ["architecture", architecture],
    ["loss", loss],
    ...metrics.map((stage) => ["metrics", stage] as const),
    ["fit", fit],
  ];
}

/**
 * Makes the stages of a description from a registry of known ones.
 *
 * @throws {PipelineError} when a stage is not known, or known in another
 * version, or its params do not fit
 */
export function stagesOf(
  description: PipelineDescription,
  registry: StageRegistry,
): PipelineStages {
  const make = <R extends Role>(role: R, described: StageDescription) =>
    stageOf(role, described, registry);
  return {
    source: make("source", description.source),
    split: make("split", description.split),
    input: make("input", description.input),
    transforms: description.transforms.map((each) => make("transforms", each)),
    architecture: make("architecture", description.architecture),
    loss: make("loss", description.loss),
    metrics: description.metrics.map((each) => make("metrics", each)),
    fit: make("fit", description.fit),
  };
}

/**
 * The input alone of a description, whatever its other stages are.
 *
 * @throws {PipelineError} as {@linkcode stagesOf} does
 */
export function inputStages(
  { input }: Pick<PipelineDescription, "input">,
  registry: StageRegistry,
): Pick<PipelineStages, "input"> {
  return { input: stageOf("input", input, registry) };
}

/** A stage made from its description. */
function stageOf<R extends Role>(
  role: R,
  { op, version, params }: StageDescription,
  registry: StageRegistry,
): WidestStage[R] {
  const factory = registry.get(registryName(role, op));
  if (factory === undefined) throw unknownStage(role, op);
  if (factory.version !== version) {
    throw otherVersion(role, op, version, factory.version);
  }
  // The registry's name holds the role, so the factory is of that role.
  return factory(params) as WidestStage[R];
}

/**
 * The stages of a pipeline that lives in this process.
 *
 * Its kinds were checked when it was written; from here on it is just stages.
 */
export function ownStages({ spec }: AnyPipeline): PipelineStages {
  const {
    label: _function,
    expect: _claims,
    transforms = [],
    metrics = [],
    ...single
  } = spec;
  return { ...single, transforms, metrics } as unknown as PipelineStages;
}
