import { z } from "zod";
import { nearest } from "../../base/codec/nearest.ts";
import { PipelineError } from "../../base/errors/pipeline_error.ts";
import {
  invalidSetting,
  unknownSetting,
} from "../../base/errors/pipeline_file.ts";
import type { Json } from "../kinds/json.ts";
import type { Stage } from "../stage/stage.ts";
import type { PipelineStages } from "./stages.ts";

/** One param to be changed: `fit.epochs`, `transforms.rotate.degrees`. */
export interface Setting {
  readonly path: string;
  readonly value: Json;
}

/** The names that a stage's schema knows, params without a value included. */
function paramNames({ factory, params }: Stage): readonly string[] {
  const known = new Set(Object.keys(params));
  const schema = z.toJSONSchema(factory.schema, {
    io: "input",
    unrepresentable: "any",
  });
  for (const name of Object.keys(schema.properties ?? {})) known.add(name);
  return [...known];
}

function settable(prefix: string, stage: Stage): readonly string[] {
  return paramNames(stage).map((name) => `${prefix}.${name}`);
}

/** The prefix of each stage: `fit`, `transforms.0` and `transforms.rotate`. */
function prefixes(
  stages: PipelineStages,
): readonly (readonly [string, Stage])[] {
  const { transforms, metrics, ...single } = stages;
  const listed = (key: string, list: readonly Stage[]) =>
    list.flatMap((stage, at) => [
      [`${key}.${stage.op}`, stage] as const,
      [`${key}.${at}`, stage] as const,
    ]);
  return [
    ...Object.entries(single),
    ...listed("transforms", transforms),
    ...listed("metrics", metrics),
  ];
}

function remake<S extends Stage>(
  stage: S,
  name: string,
  { path, value }: Setting,
): S {
  try {
    // The factory of a stage makes stages of its own role.
    return stage.factory({ ...stage.params, [name]: value }) as unknown as S;
  } catch (error) {
    if (!(error instanceof PipelineError)) throw error;
    const why = error.message.replace(/^[^:]*: /, "");
    throw invalidSetting(path, JSON.stringify(value), why);
  }
}

/**
 * The same stages with one param changed; checked by the stage's own schema.
 *
 * @throws {PipelineError} when no stage has the param (the nearest are listed),
 * or the value does not fit
 */
export function override(
  stages: PipelineStages,
  setting: Setting,
): PipelineStages {
  const { path } = setting;
  const all = prefixes(stages);
  const cut = path.lastIndexOf(".");
  const name = path.slice(cut + 1);
  const target = all.find(([prefix, stage]) =>
    prefix === path.slice(0, cut) && paramNames(stage).includes(name)
  )?.[1];
  if (target === undefined) {
    const paths = all.flatMap(([prefix, stage]) => settable(prefix, stage));
    throw unknownSetting(path, nearest(path, paths));
  }
  const change = <S extends Stage>(stage: S): S =>
    stage === target ? remake(stage, name, setting) : stage;
  return {
    source: change(stages.source),
    split: change(stages.split),
    input: change(stages.input),
    transforms: stages.transforms.map(change),
    architecture: change(stages.architecture),
    loss: change(stages.loss),
    metrics: stages.metrics.map(change),
    fit: change(stages.fit),
  };
}
