/**
 * What the compiler checks of a pipeline, checked again: `deno run` strips
 * types, and a misspelt key would be passed over in silence.
 *
 * @module
 */
import { nearest } from "../../base/codec/nearest.ts";
import {
  misplaced,
  missingKey,
  notASpec,
  unknownKey,
} from "../../base/errors/pipeline_spec.ts";
import { isClaim } from "../claims/claim.ts";
import type { Stage } from "../stage/stage.ts";
import type { Role } from "../stage/role.ts";
import { checkTransforms } from "./check_transforms.ts";

const one: readonly Role[] = [
  "source",
  "split",
  "input",
  "architecture",
  "loss",
  "fit",
];
const many: readonly Role[] = ["transforms", "metrics"];
const keys: readonly string[] = [...one, "label", ...many, "expect"];

/** How a message names what is no stage of a role. */
function nameOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") {
    return "role" in value && "op" in value
      ? `${value.op}(), a stage of "${value.role}",`
      : "an object";
  }
  if (typeof value === "function" && value.name !== "") {
    return `the function ${value.name}`;
  }
  return `a ${typeof value}`;
}

function checkStage(key: string, role: Role, value: unknown): void {
  const isStage = typeof value === "object" && value !== null &&
    "role" in value && value.role === role &&
    "op" in value && "version" in value && "params" in value &&
    "behaviour" in value && "factory" in value;
  if (isStage) return;
  const remedy = typeof value === "function" && value.name !== ""
    ? `Call it: ${value.name}(…)`
    : `Give a stage of "${role}"`;
  throw misplaced(key, nameOf(value), remedy);
}

/** A list, empty where nothing is given. */
function listOf(key: string, held: unknown): readonly unknown[] {
  const list = held ?? [];
  if (Array.isArray(list)) return list;
  throw misplaced(key, nameOf(list), "Put it into a list: [ … ]");
}

/**
 * Checks that each key of a pipeline holds what belongs there.
 *
 * @throws {PipelineError} when a key is missing, unknown or holds another
 * thing, or transforms stand in an order that has no meaning
 */
export function checkSpec(spec: unknown): void {
  if (typeof spec !== "object" || spec === null || Array.isArray(spec)) {
    throw notASpec(nameOf(spec));
  }
  const given = new Map<string, unknown>(Object.entries(spec));
  for (const key of given.keys()) {
    if (!keys.includes(key)) throw unknownKey(key, nearest(key, keys, 1)[0]);
  }
  for (const key of [...one, "label"]) {
    if (given.get(key) === undefined) throw missingKey(key);
  }
  for (const role of one) checkStage(role, role, given.get(role));
  const label = given.get("label");
  if (typeof label !== "function") {
    throw misplaced(
      "label",
      nameOf(label),
      'Give a function of an item: (file) => "cat"',
    );
  }
  for (const role of many) {
    listOf(role, given.get(role)).forEach((each, at) =>
      checkStage(`${role}[${at}]`, role, each)
    );
  }
  listOf("expect", given.get("expect")).forEach((each, at) => {
    if (isClaim(each)) return;
    const remedy = "Claim something of a metric: errorRate.below(0.08)";
    throw misplaced(`expect[${at}]`, nameOf(each), remedy);
  });
  // Each was just found to be a stage of that role.
  checkTransforms((given.get("transforms") ?? []) as Stage<"transforms">[]);
}
