/** Where Leat differs from fastai and means to, or does not do the same yet. */
export const DIFFERENCES: readonly string[] = [
  "The split is by each item's own id, so that a new file moves no other; fastai's is random({ order: \"torch\" })",
  "First weights, order, augmentation and dropout are drawn from Leat's own streams: the same distributions, other draws",
  "A crop lies up to one and a half squares beside the middle of a long image; fastai's may lie anywhere in it",
  "A loss that is not a number is an error; fastai's TerminateOnNaN ends the fit without one",
];
