// The one place where the drawings reach for randomness.
export type { Random } from "../../src/base/random/random.ts";
export { stream } from "../../src/base/random/stream.ts";
