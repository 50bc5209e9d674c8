import { z } from "zod";
import type { HuggingFaceWeights } from "../../../flow/kinds/weights.ts";
import { optionsOf } from "../../../flow/stage/options.ts";
import { checksum, type ChecksumOptions } from "./_checksum.ts";

/** The schema of {@linkcode huggingFace}. */
export const huggingFaceWeights = z.strictObject({
  op: z.literal("huggingFace"),
  repository: z.string().regex(
    /^[0-9A-Za-z][\w.-]*\/[0-9A-Za-z][\w.-]*$/,
    'must be "owner/name"',
  ),
  file: z.string().regex(
    /^([0-9A-Za-z_-][\w.-]*\/)*[0-9A-Za-z_-][\w.-]*\.safetensors$/,
    'must be the path of a file that ends in ".safetensors"',
  ),
  revision: z.string().regex(
    /^[0-9A-Za-z][\w./-]*$/,
    "must be a branch, a tag or a commit",
  ),
  sha256: checksum,
});

/** Where a file of a repository is. */
export function huggingFaceUrl(
  { repository, file, revision }: HuggingFaceWeights,
): string {
  // A revision such as `refs/pr/1` is one part of the address.
  return `https://huggingface.co/${repository}/resolve/${
    encodeURIComponent(revision)
  }/${file}`;
}

/** Which file of a repository. */
export interface HuggingFaceOptions extends ChecksumOptions {
  /** `"model.safetensors"` by default. */
  readonly file?: string;
  /** A branch, a tag or a commit; `"main"` by default. */
  readonly revision?: string;
}

/**
 * Weights out of a repository of Hugging Face that anyone may read: a
 * safetensors file with torchvision's names, which timm's ResNets have too.
 *
 * The images that they expect are normalised as ImageNet's, unless the file
 * says otherwise in its metadata.
 *
 * @param repository `owner/name`
 *
 * @example
 * ```ts
 * import { huggingFace, resnet34 } from "leat";
 *
 * resnet34({ weights: huggingFace("timm/resnet34.a1_in1k") });
 * ```
 */
export function huggingFace(
  repository: string,
  options: HuggingFaceOptions = {},
): HuggingFaceWeights {
  const { file = "model.safetensors", revision = "main", ...rest } = optionsOf(
    "architecture",
    "huggingFace",
    options,
  );
  return Object.freeze({
    op: "huggingFace",
    repository,
    file,
    revision,
    ...rest,
  });
}
