/** Where Leat differs from fastai and means to, or does not do the same yet. */
export const DIFFERENCES: readonly string[] = [
  "The split is by each item's own id, so that a new file moves no other; fastai's is random({ order: \"torch\" })",
  "First weights, order, augmentation and dropout are drawn from Leat's own streams: the same distributions, other draws",
  "Resize to a square takes the middle of training images too, once; fastai's takes any part, anew each epoch",
  "A loss that is not a number is an error; fastai's TerminateOnNaN ends the fit without one",
  "sgd() under a schedule that does not move momentum takes 0.9 and weight decay 0.01; fastai's SGD takes 0 and 0",
];
