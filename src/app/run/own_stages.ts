import { unknownExport } from "../../base/errors/command.ts";
import type { Setting } from "../../flow/pipeline/override.ts";
import { override } from "../../flow/pipeline/override.ts";
import { isPipeline } from "../../flow/pipeline/pipeline.ts";
import type { PipelineDescription } from "../../flow/pipeline/description.ts";
import {
  isBuiltIn,
  ownStages,
  type PipelineStages,
  stagesOf,
} from "../../flow/pipeline/stages.ts";
import { registry } from "../../stages/registry.ts";
import { moduleHref } from "../remote/remote_address.ts";

/** A pipeline file of the user's own, to be imported. */
export interface OwnPipeline {
  readonly file: string;
  readonly export: string;
  readonly settings: readonly Setting[];
}

/**
 * The stages of a description. Built-in ones are made from data alone; stages
 * that the pipeline defines itself are code, so its file is imported, with the
 * rights of this process.
 */
export async function loadStages(
  description: PipelineDescription,
  own: OwnPipeline | undefined,
): Promise<PipelineStages> {
  if (own === undefined || isBuiltIn(description, registry)) {
    return stagesOf(description, registry);
  }
  const module = await import(moduleHref(own.file));
  const pipeline = module[own.export];
  if (!isPipeline(pipeline)) throw unknownExport(own.file, own.export, []);
  return own.settings.reduce(override, ownStages(pipeline));
}
