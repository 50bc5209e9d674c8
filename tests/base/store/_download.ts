import { sha256 } from "../../../src/base/codec/sha256.ts";

/** What a server has. */
export const BODY = Uint8Array.from(
  { length: 300_000 },
  (_, at) => at * at % 251,
);
/** As long, and another. */
export const OTHER = BODY.map((value) => value ^ 1);
/** What a download of `BODY` should be. */
export const WHOLE = { size: BODY.length, sha256: sha256(BODY) };
/** Two more attempts, at once. */
export const delays = [0, 0];
