import { z } from "zod";

/** What trained weights may be told besides where they are. */
export interface ChecksumOptions {
  /**
   * The SHA-256 of the file, 64 hex digits. Without it, the first download is
   * trusted, and pinned: another file later is refused.
   */
  readonly sha256?: string;
}

/** The setting of {@linkcode ChecksumOptions}; absent unless given. */
export const checksum = z.string()
  // Some tools print large letters.
  .toLowerCase()
  .regex(/^[0-9a-f]{64}$/, "must be 64 hex digits")
  .exactOptional();
