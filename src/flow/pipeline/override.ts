import { z } from "zod";
import { nearest } from "../../base/codec/nearest.ts";
import { PipelineError } from "../../base/errors/pipeline_error.ts";
import { invalidSetting, unknownSetting } from "../../base/errors/command.ts";
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
  const params = paramNames(stage);
  return names.flatMap((name) => params.map((param) => `${name}.${param}`));
}

function remake(stage: Stage, { path, value }: Setting): Stage {
  const name = path.slice(path.lastIndexOf(".") + 1);
  try {
    return stage.factory({ ...stage.params, [name]: value });
  } catch (error) {
    if (!(error instanceof PipelineError)) throw error;
    const why = error.message.replace(/^[^:]*: /, "");
    throw invalidSetting(path, JSON.stringify(value), why);
  }
}

/**
 * The same stages with one param changed; checked by the stage's own schema. A
 * name that two stages of a list share means the first of them.
 *
 * @throws {PipelineError} when no stage has the param (the nearest are listed),
 * or the value does not fit
 */
export function override(
  stages: PipelineStages,
  setting: Setting,
): PipelineStages {
  const { path } = setting;
  const held: Record<string, Stage | readonly Stage[]> = { ...stages };
  const places = Object.entries(held).flatMap((each) => placesOf(...each));
  const place = places.find((each) => pathsOf(each).includes(path));
  if (place === undefined) {
    throw unknownSetting(path, nearest(path, places.flatMap(pathsOf)));
  }
  const changed = place.with(remake(place.stage, setting));
  // The factory of a stage makes stages of its own role.
  return { ...stages, [place.key]: changed } as PipelineStages;
}
