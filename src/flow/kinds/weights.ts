/**
 * Where an architecture starts from.
 *
 * @module
 */

/** An architecture that starts from trained weights. */
export interface Pretrained {
  readonly weights: "trained before: the architecture was given weights";
}

/** An architecture that starts from random weights. */
export interface Scratch {
  readonly weights: "random: the architecture was given no weights";
}

/** What a ResNet of torchvision's family may be told. */
export interface ResnetOptions {
  /**
   * Trained weights: {@linkcode imagenet}, or the path or URL of a safetensors
   * file with torchvision's names.
   */
  readonly weights: string;
}

/** Weights trained on ImageNet-1k, as torchvision published them first. */
export const imagenet = "imagenet";
