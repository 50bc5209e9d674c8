import { z } from "zod";

/** 64 hex digits. */
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, "is no SHA-256");

/** A path that stays below its folder, on every system. */
export const InnerPath = z.string().refine(
  (path) =>
    !/[\\\0]|^[A-Za-z]:/.test(path) &&
    path.split("/").every((part) => !["", ".", ".."].includes(part)),
  "must stay within the folder",
);

/** The schema of a file of a folder, by what is in it. */
export const FileRecord = z.strictObject({
  /** From the folder, with `/` on every system. */
  path: InnerPath,
  /** In bytes. */
  size: z.int().nonnegative(),
  sha256: Sha256,
}).readonly();

/** A file of a folder, by what is in it. */
export type FileRecord = z.infer<typeof FileRecord>;
