import { z } from "zod";
import { invalidDataset } from "../../base/errors/dataset.ts";

/** What every dataset states about itself. */
const about = {
  /** Folder name in the cache; letters, digits, dots and dashes. */
  name: z.string().regex(
    /^[a-z0-9][a-z0-9.-]*$/,
    "must be lower-case letters, digits, dots and dashes",
  ),
  /** SPDX identifier or the licence's name. */
  licence: z.string(),
  /** A sentence to show before the first use. */
  notice: z.string().optional(),
};

/** A dataset that is fetched and unpacked once per user. */
const archive = z.strictObject({
  kind: z.literal("archive"),
  ...about,
  url: z.url({ protocol: /^https?$/ }),
  /** Bytes of the archive. */
  size: z.int().positive().optional(),
  /** Where it is not known, the first download pins it. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/, "must be 64 hex digits")
    .optional(),
  /** The folder inside the archive that holds the items. */
  root: z.string().optional(),
});

/** A dataset that a generator of Leat draws. */
const drawn = z.strictObject({
  kind: z.literal("drawn"),
  ...about,
  /** The generator: a file in `datasets/` that exports `draw`. */
  generator: z.string().regex(
    /^[a-z][a-z0-9_]*$/,
    "must be lower-case letters, digits and underscores",
  ),
  /** Raised whenever the same seed may give another drawing. */
  version: z.int().positive(),
  seed: z.int().nonnegative(),
  count: z.int().positive().max(100_000),
});

/** A dataset that ships inside an npm package that Leat depends on. */
const packaged = z.strictObject({
  kind: z.literal("package"),
  ...about,
  /** `package/path/in/package.csv`, resolved through the import map. */
  file: z.string(),
});

/** The schema of a dataset declaration. */
export const datasetDeclaration = z.discriminatedUnion("kind", [
  archive,
  drawn,
  packaged,
]);

/** What a dataset is and where it comes from, as plain data. */
export type DatasetDeclaration = z.output<typeof datasetDeclaration>;

/** What messages call a declaration. */
function nameOf(declaration: unknown): string {
  const named = typeof declaration === "object" && declaration !== null &&
    "name" in declaration;
  return String(named ? declaration.name : declaration);
}

/**
 * Declares a dataset.
 *
 * @throws {PipelineError} when the declaration is not in order
 *
 * @example
 * ```ts
 * import { dataset } from "leat";
 *
 * export const flowers = dataset({
 *   kind: "archive",
 *   name: "flowers",
 *   licence: "CC-BY-4.0",
 *   url: "https://example.org/flowers.tgz",
 * });
 * ```
 */
export function dataset(
  declaration: z.input<typeof datasetDeclaration>,
): DatasetDeclaration {
  const { data, error } = datasetDeclaration.safeParse(declaration);
  if (error) throw invalidDataset(nameOf(declaration), error.issues);
  return Object.freeze(data);
}
