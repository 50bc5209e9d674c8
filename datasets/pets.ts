import { dataset } from "leat";

/**
 * The Oxford-IIIT Pet photographs: 7,390 cats and dogs of 37 breeds, whose
 * file names begin with the breed, with a capital letter where it is a cat's.
 *
 * Source: Parkhi, Vedaldi, Zisserman and Jawahar, "Cats and Dogs", 2012, as
 * fast.ai serves them.
 */
export const photographs = dataset({
  kind: "archive",
  name: "oxford-iiit-pet",
  licence: "CC-BY-SA-4.0",
  url: "https://s3.amazonaws.com/fast-ai-imageclas/oxford-iiit-pet.tgz",
  size: 811_706_944,
  root: "oxford-iiit-pet/images",
});

/** Cats and dogs drawn by a program, with names like those of photographs. */
export const drawn = dataset({
  kind: "drawn",
  name: "drawn-pets",
  licence: "MIT",
  notice:
    "This is the sample: 600 cats and dogs drawn by a program. For the photographs (812 MB): deno task train pets#full",
  generator: "pets",
  version: 1,
  seed: 42,
  count: 600,
});
