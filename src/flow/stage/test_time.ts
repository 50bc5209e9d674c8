/** How the answers to several views of one image become one. */
export type TestTimeAugmentation = {
  /** Augmented views of each image, beside the plain one. */
  readonly passes: number;
  /** The mean of the augmented, then the plain one's share of the whole. */
  readonly beta: number;
  readonly combine: "mean";
} | {
  readonly passes: number;
  /** The largest of each class, the plain view's included. */
  readonly combine: "max";
};

/** What a transform does that is for judging a trained model only. */
export interface TestTimeBehaviour {
  readonly when: "evaluate";
  readonly augmentation: TestTimeAugmentation;
}
