import { z } from "zod";
import { nearest } from "../../base/codec/nearest.ts";
import { PipelineError } from "../../base/errors/pipeline_error.ts";
import { invalidSetting, unknownSetting } from "../../base/errors/command.ts";
import type { Json } from "../kinds/json.ts";
import type { Stage } from "../stage/stage.ts";
import { nestedPaths, withNested } from "./nested.ts";
import type { PipelineStages } from "./stages.ts";

/**
 * One param to be changed: `fit.epochs`, `transforms.rotate.degrees`, or what
 * stands in one: `fit.optimizer.op`, `fit.callbacks.earlyStopping.patience`. A
 * path without a dot is the name of a knob.
 */
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

/** A stage, and where it stands. */
interface Place {
  readonly key: string;
  readonly stage: Stage;
  /** `fit`, or `transforms.rotate` and `transforms.0`. */
  readonly names: readonly string[];
  /** What the key holds with another stage here. */
  with(made: Stage): Stage | readonly Stage[];
}

function placesOf(
  key: string,
  held: Stage | readonly Stage[],
): readonly Place[] {
  if ("role" in held) {
    return [{ key, stage: held, names: [key], with: (made) => made }];
  }
  return held.map((stage, at) => ({
    key,
    stage,
    names: [`${key}.${stage.op}`, `${key}.${at}`],
    with: (made) => held.with(at, made),
  }));
}

function pathsOf({ stage, names }: Place): readonly string[] {
  return names.flatMap((name) =>
    paramNames(stage).flatMap((param) => {
      const path = `${name}.${param}`;
      return [path, ...nestedPaths(path, stage.params[param] ?? null)];
    })
  );
}

/** A param of a stage, and the path within it; none for all of it. */
interface Target {
  readonly param: string;
  readonly within: readonly string[];
}

/** What of a stage a path means, if it means something of this one. */
function targetOf({ stage, names }: Place, path: string): Target | undefined {
  const name = names.find((each) => path.startsWith(`${each}.`));
  if (name === undefined) return undefined;
  const [param = "", ...within] = path.slice(name.length + 1).split(".");
  return paramNames(stage).includes(param) ? { param, within } : undefined;
}

/** The stage with another value there; nothing where there is no such place. */
function remake(
  stage: Stage,
  { param, within }: Target,
  { path, value }: Setting,
): Stage | undefined {
  const before = Object.hasOwn(stage.params, param)
    ? stage.params[param]
    : undefined;
  const changed = withNested(before, within, value);
  if (changed === undefined) return undefined;
  try {
    // What was not given may be another default now.
    return stage.factory({ ...stage.given, [param]: changed });
  } catch (error) {
    if (!(error instanceof PipelineError)) throw error;
    const why = error.message.replace(/^[^:]*: /, "");
    throw invalidSetting(path, JSON.stringify(value), why);
  }
}

/** Every stage and where it stands. */
function allPlaces(stages: PipelineStages): readonly Place[] {
  const held: Record<string, Stage | readonly Stage[]> = { ...stages };
  return Object.entries(held).flatMap((each) => placesOf(...each));
}

/** The paths of all params, as settings name them. */
export function paramPaths(stages: PipelineStages): readonly string[] {
  return allPlaces(stages).flatMap(pathsOf);
}

/**
 * The same stages with one param changed; checked by the stage's own schema. A
 * name that two stages of a list share means the first of them.
 *
 * @param others names that may be set besides params, to be listed if near
 * @throws {PipelineError} when no stage has the param (the nearest are listed),
 * or the value does not fit
 */
export function override(
  stages: PipelineStages,
  setting: Setting,
  others: readonly string[] = [],
): PipelineStages {
  const { path } = setting;
  for (const place of allPlaces(stages)) {
    const target = targetOf(place, path);
    const made = target && remake(place.stage, target, setting);
    if (made === undefined) continue;
    // The factory of a stage makes stages of its own role.
    return { ...stages, [place.key]: place.with(made) } as PipelineStages;
  }
  const known = [...others, ...paramPaths(stages)];
  throw unknownSetting(path, nearest(path, known));
}
