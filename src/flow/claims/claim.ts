/**
 * What a pipeline claims of a training: `expect: [errorRate.below(0.08)]`.
 *
 * A claim changes no result, so it is in no key; it says of a result whether
 * that is what the author of the file said.
 *
 * @module
 */
import { z } from "zod";
import { claimUnbounded } from "../../base/errors/claims.ts";
import { snakeCase } from "../../base/codec/snake_case.ts";
import type { Params } from "../stage/stage.ts";

/** The schema of a claim as data. */
export const claimDescription = z.strictObject({
  /** The name of the figure in results: `error_rate`, `valid_loss`. */
  metric: z.string().regex(/^\P{Cc}{1,200}$/u),
  /** How it is compared: with the bound, or `within` it of what the lock holds. */
  relation: z.enum(["below", "above", "within"]),
  bound: z.number(),
});

/** A claim as data. */
export type ClaimDescription = z.output<typeof claimDescription>;

/**
 * What a claim is about: a metric by what it is, with its params where those
 * tell it from another; or a figure by its name.
 */
export type Subject =
  | { readonly op: string; readonly params?: Params }
  | { readonly name: string };

/**
 * A claim about a figure. Not of a kind of target: a spread with another label
 * would have to take back claims that its base never made. Whether the pipeline
 * has the figure is checked when it is made.
 */
export interface Claim {
  readonly about: Subject;
  readonly relation: ClaimDescription["relation"];
  readonly bound: number;
}

/** What can be claimed of a metric. */
export interface Claims {
  /** That the figure is less than a bound. */
  below(bound: number): Claim;
  /** That the figure is more than a bound. */
  above(bound: number): Claim;
  /**
   * That the figure is as far as this from the one in the lock, or nearer:
   * what `deno task verify` allows another adapter. A training alone compares
   * nothing with the lock, and does not judge it.
   */
  within(tolerance: number): Claim;
}

const made = new WeakSet<object>();

/** Whether a value is a claim. */
export function isClaim(value: unknown): value is Claim {
  return typeof value === "object" && value !== null && made.has(value);
}

/** A subject in words: `error_rate`, `f1 {"average":"macro"}`. */
export function subjectName(about: Subject): string {
  if ("name" in about) return about.name;
  const { op, params = {} } = about;
  const plain = snakeCase(op);
  return Object.keys(params).length === 0
    ? plain
    : `${plain} ${JSON.stringify(params)}`;
}

/**
 * What can be claimed of a subject.
 *
 * @throws {PipelineError} from its functions, when a bound is no finite number
 */
export function claimsAbout(about: Subject): Claims {
  const claiming = (relation: Claim["relation"]) => (bound: number): Claim => {
    if (!Number.isFinite(bound) || (relation === "within" && bound < 0)) {
      throw claimUnbounded(subjectName(about), relation, bound);
    }
    const claim = Object.freeze({ about, relation, bound });
    made.add(claim);
    return claim;
  };
  return {
    below: claiming("below"),
    above: claiming("above"),
    within: claiming("within"),
  };
}
