/**
 * What whoever exports a model and the process that reads its network tell
 * each other: one job, and the files that it becomes.
 *
 * @module
 */
import { z } from "zod";

/** What that process is told, as JSON on standard input. */
export const exportJob = z.strictObject({
  model: z.string(),
  /** Where stages of the pipeline's own come from. */
  own: z.strictObject({ file: z.string(), export: z.string() }),
  /** `explained` is `tfjs`, with what explains answers in a folder of its own. */
  format: z.enum(["onnx", "tfjs", "explained"]),
  /** What the files say of the model. */
  metadata: z.record(z.string(), z.json()),
});

/** What that process is told. */
export type ExportJob = z.output<typeof exportJob>;

/**
 * The head of its answer; the files lie in the body, one after the other. Code
 * of the web may have written it, so that names are those of an export alone.
 */
export const exported = z.union([
  z.strictObject({
    files: z.array(z.strictObject({
      name: z.string().regex(
        /^(?:model\.onnx|(?:explain\/)?(?:model\.json|group1-shard\d+of\d+\.bin)|explain\/known\.json)$/,
      ),
      bytes: z.int().nonnegative(),
    })),
    /** Why answers cannot be explained. */
    unexplained: z.string().exactOptional(),
  }),
  z.strictObject({
    error: z.looseObject({
      message: z.string(),
      stage: z.string().exactOptional(),
      item: z.string().exactOptional(),
      remedy: z.string().exactOptional(),
    }),
  }),
]);
