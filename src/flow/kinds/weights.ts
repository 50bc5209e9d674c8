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

/** The networks whose weights torchvision publishes, and Leat builds. */
export type TorchvisionName =
  | "resnet18"
  | "resnet34"
  | "resnet50"
  | "resnet101"
  | "resnet152";

/** Stands for the name of a network that torchvision does not know. */
export type NotTorchvision =
  "none: torchvision publishes no weights of this network";

/** Weights that torchvision publishes, of one network. */
export interface TorchvisionWeights<Name extends string = TorchvisionName> {
  readonly op: "torchvision";
  readonly name: Name;
  readonly sha256?: string;
}

/** Weights in a repository of Hugging Face. */
export interface HuggingFaceWeights {
  readonly op: "huggingFace";
  /** `owner/name`. */
  readonly repository: string;
  readonly file: string;
  /** A branch, a tag or a commit. */
  readonly revision: string;
  readonly sha256?: string;
}

/** Weights in a file, here or at an address. */
export interface SafetensorsWeights {
  readonly op: "safetensors";
  /** A path relative to the pipeline, or a URL. */
  readonly at: string;
  readonly sha256?: string;
}

/** What trained weights may be given as. */
export type TrainedWeights<Name extends string = TorchvisionName> =
  | string
  | TorchvisionWeights<Name>
  | HuggingFaceWeights
  | SafetensorsWeights;

/** What a ResNet of torchvision's family may be told. */
export interface ResnetOptions<Name extends string = TorchvisionName> {
  /**
   * Trained weights: `torchvision(..)`, `huggingFace(..)`,
   * {@linkcode imagenet}, or the path or URL of a safetensors file with
   * torchvision's names, as a text or as `safetensors(..)`.
   */
  readonly weights: TrainedWeights<Name>;
}

/** An architecture that is told of no weights. */
export interface NoWeights {
  readonly weights?: never;
}

/**
 * Weights trained on ImageNet-1k, as torchvision published them first: the same
 * as `torchvision(..)` of the network that is given them.
 */
export const imagenet = "imagenet";
