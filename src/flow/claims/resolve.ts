import { canonical } from "../../base/codec/canonical.ts";
import { claimAmbiguous, claimUnlisted } from "../../base/errors/claims.ts";
import { augmentedName, metricNames } from "../graph/metric_names.ts";
import { augmentationOf } from "../graph/test_time.ts";
import { LOSSES } from "../graph/watches.ts";
import type { Stage } from "../stage/stage.ts";
import {
  type Claim,
  type ClaimDescription,
  type Subject,
  subjectName,
} from "./claim.ts";

/** What of a pipeline tells which figures it gives. */
export interface Claiming {
  readonly transforms?: readonly Stage<"transforms">[];
  readonly metrics?: readonly Stage<"metrics">[];
  readonly expect?: readonly Claim[];
}

/** The names of all figures that a training gives. */
function figureNames(
  { transforms = [], metrics = [] }: Claiming,
): readonly string[] {
  const plain = metricNames(metrics);
  const augmented = augmentationOf({ transforms })
    ? plain.map(augmentedName)
    : [];
  return [...plain, ...augmented, ...LOSSES];
}

/** The name of the figure that a claim is about. */
function nameIn(spec: Claiming, about: Subject): string {
  const names = figureNames(spec);
  if ("name" in about) {
    if (names.includes(about.name)) return about.name;
    throw claimUnlisted(about.name, names);
  }
  const { op, params } = about;
  const found = (spec.metrics ?? []).flatMap((metric, at) =>
    metric.op === op &&
      (params === undefined || canonical(params) === canonical(metric.params))
      ? names[at] ?? []
      : []
  );
  const [name] = found;
  if (name === undefined) throw claimUnlisted(subjectName(about), names);
  // With params, several are the same metric twice.
  if (params === undefined && found.length > 1) {
    throw claimAmbiguous(subjectName(about), found);
  }
  return name;
}

/**
 * The claims of a pipeline as data, by the names of figures.
 *
 * @throws {PipelineError} when one is about a metric that the pipeline does not
 * have, or about one of several
 */
export function resolveClaims(spec: Claiming): readonly ClaimDescription[] {
  return (spec.expect ?? []).map(({ about, relation, bound }) => ({
    metric: nameIn(spec, about),
    relation,
    bound,
  }));
}
