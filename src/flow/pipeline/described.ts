import type { Json } from "../kinds/json.ts";
import { isObject, type JsonObject } from "./nested.ts";

/** A stage as it stands in a description. */
export type Described = {
  readonly op: string;
  readonly version: number;
  readonly params: JsonObject;
};

/** Whether a value is a stage as it stands in a description. */
export function isDescribed(value: Json | undefined): value is Described {
  return isObject(value) && Object.keys(value).length === 3 &&
    typeof value["op"] === "string" && typeof value["version"] === "number" &&
    isObject(value["params"]);
}
