import { nearest } from "../../base/codec/nearest.ts";
import { unknownKnob } from "../../base/errors/command.ts";
import type { KnobValues } from "../knobs/knobs.ts";
import type { Json } from "../kinds/json.ts";
import { override, paramPaths, type Setting } from "./override.ts";
import type { PipelineStages } from "./stages.ts";

/** A param has a dot, between its stage and its name; a knob has none. */
function isOfKnob({ path }: Setting): boolean {
  return !path.includes(".");
}

/** What settings say of knobs: the last word on each. */
export function knobSettings(
  settings: readonly Setting[],
): ReadonlyMap<string, Json> {
  return new Map(
    settings.filter(isOfKnob).map(({ path, value }) => [path, value]),
  );
}

/**
 * Stages with their params set. Knobs have their values from when the file was
 * evaluated.
 *
 * @param knobs all knobs of the file
 * @throws {PipelineError} when there is no such knob or param (the nearest are
 * listed), or a value does not fit
 */
export function withSettings(
  stages: PipelineStages,
  settings: readonly Setting[],
  knobs: KnobValues,
): PipelineStages {
  const names = Object.keys(knobs);
  return settings.reduce((held, setting) => {
    if (!isOfKnob(setting)) return override(held, setting, names);
    const { path } = setting;
    if (Object.hasOwn(knobs, path)) return held;
    throw unknownKnob(path, nearest(path, [...names, ...paramPaths(held)]));
  }, stages);
}
