import { canonical } from "../../base/codec/canonical.ts";
import { moduleHref } from "../../base/codec/web_address.ts";
import { unknownExport } from "../../base/errors/command.ts";
import { openKnobs } from "../../flow/knobs/knobs.ts";
import { describe } from "../../flow/pipeline/describe.ts";
import {
  type PipelineDescription,
  stagesAlone,
} from "../../flow/pipeline/description.ts";
import type { Setting } from "../../flow/pipeline/override.ts";
import { isPipeline } from "../../flow/pipeline/pipeline.ts";
import { knobSettings, withSettings } from "../../flow/pipeline/settings.ts";
import {
  isBuiltIn,
  ownStages,
  type PipelineStages,
  registryName,
  type StageRegistry,
  stagesOf,
} from "../../flow/pipeline/stages.ts";
import type { Stage } from "../../flow/stage/stage.ts";
import { registry } from "../../stages/registry.ts";

/** A pipeline file of the user's own, to be imported. */
export interface OwnPipeline {
  readonly file: string;
  readonly export: string;
  readonly settings: readonly Setting[];
}

/** Imports a pipeline file, with the rights of this process. */
export type Load = (file: string) => Promise<Readonly<Record<string, unknown>>>;

const importIt: Load = (file) => import(moduleHref(file));

/** The registry with the stages that a pipeline defines itself. */
function withOwn(stages: PipelineStages): StageRegistry {
  const own = (Object.values(stages) as readonly (Stage | readonly Stage[])[])
    .flat()
    .map(({ role, op, factory }) => [registryName(role, op), factory] as const);
  return new Map([...registry, ...own]);
}

/**
 * The stages of a description. Built-in ones are made from data alone; stages
 * that the pipeline defines itself are code, so its file is imported, with the
 * rights of this process.
 *
 * @throws {PipelineError} when the file has no such pipeline any more, or not
 * all of the stages, or another version of one
 */
export async function loadStages(
  description: PipelineDescription,
  own: OwnPipeline | undefined,
  load: Load = importIt,
): Promise<PipelineStages> {
  if (own === undefined || isBuiltIn(description, registry)) {
    return stagesOf(description, registry);
  }
  const { file, settings } = own;
  const knobs = openKnobs(knobSettings(settings));
  const module = await load(file);
  const pipeline = module[own.export];
  if (!isPipeline(pipeline)) throw unknownExport(file, own.export, []);
  const stages = withSettings(ownStages(pipeline), settings, knobs.close());
  const asDescribed = canonical(describe(stages)) ===
    canonical(stagesAlone(description));
  // Else a model asks that was trained with other settings than these.
  return asDescribed ? stages : stagesOf(description, withOwn(stages));
}
