import { z } from "zod";
import {
  type DatasetDeclaration,
  datasetDeclaration,
} from "../../flow/stage/dataset.ts";
import type { Location } from "../../flow/stage/source.ts";

/** Where files are: a path relative to the pipeline file, or a dataset. */
export type Place = string | DatasetDeclaration;

/** The schema of a `Place`. */
export const place = z.union([
  z.string().min(1, { error: "must not be empty" }),
  datasetDeclaration,
], { error: "must be a path or a dataset" });

/** The place, as the host takes it. */
export function locationOf(from: Place): Location {
  return typeof from === "string" ? { path: from } : { dataset: from };
}

/** What messages call the place. */
export function nameOf(from: Place): string {
  return typeof from === "string" ? from : from.name;
}

/** What the user must read about the place. */
export function noticesOf(from: Place): readonly string[] {
  if (typeof from === "string" || from.notice === undefined) return [];
  return [from.notice];
}
