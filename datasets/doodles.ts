import { dataset } from "leat";

/**
 * Drawings of sixteen things, none of them a cat or a dog: 300 of each, with
 * names such as `cup_12.jpg`.
 */
export const doodles = dataset({
  kind: "drawn",
  name: "drawn-doodles",
  licence: "MIT",
  generator: "doodles",
  version: 1,
  seed: 42,
  count: 4800,
});
