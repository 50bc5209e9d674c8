import type { Batch, Tensor, Tensor2D, Tensors } from "./tensors.ts";
import type { Field } from "./input.ts";
import type { Random } from "../../base/random/random.ts";

/** What a variable of a network is for; decides decay and freezing. */
export type VariableRole =
  /** A kernel or matrix: decays, freezes with its group. */
  | "weight"
  /** A bias: never decays, freezes with its group. */
  | "bias"
  /** Scale or shift of a normalisation: never decays, never freezes. */
  | "norm"
  /** Running statistics: set by the forward pass, not by gradients. */
  | "statistic";

/** One named array of a network. */
export interface VariableSpec {
  /** torchvision's name: `layer1.0.conv1.weight`. */
  readonly name: string;
  /** In tfjs' layout: convolutions `[height, width, in, out]`. */
  readonly shape: readonly number[];
  readonly role: VariableRole;
  /**
   * How torch lays the same values out, if not alike: `[out, in, h, w]` for a
   * convolution, `[out, in]` for a linear layer. Files hold torch's layout.
   */
  readonly layout?: "convolution" | "linear";
  /** The parameter group, 0 for the first layers. */
  readonly group: number;
  /** Fresh values, `shape` in row-major order. */
  init(random: Random): Float32Array;
}

/** What a running statistic is made of, at one step. */
export interface Share {
  /** Of what it was before. */
  readonly keep: number;
  /** Of what the batch adds. */
  readonly take: number;
}

/** What a forward pass may use. */
export interface Forward {
  readonly tf: Tensors;
  /** Batch statistics and dropout, or running statistics and none. */
  readonly training: boolean;
  /** The variable of that name. */
  variable(name: string): Tensor;
  /**
   * Whether the norm layer of that variable is frozen: it normalises by its
   * running statistics even in training, and does not update them. None is
   * unless this is there.
   */
  frozen?(name: string): boolean;
  /**
   * Makes a `statistic` variable `keep` of what it was and `take` of a value of
   * its shape; takes no gradient.
   */
  update(name: string, value: Tensor, share: Share): void;
  /**
   * Sees what a layer makes, by the name that `Network.layers` has it under,
   * and answers with what goes on in its place. Nobody looks unless this is
   * there.
   */
  tap?(name: string, made: Tensor): Tensor;
  /** Zeros and ones over `keep`: a dropout mask, seeded by step and name. */
  dropoutMask(name: string, shape: readonly number[], rate: number): Tensor;
}

/** A layer and the shape of every tensor it makes, for one item. */
export interface TracedLayer {
  readonly name: string;
  readonly shape: readonly number[];
}

/** Per-channel mean and deviation of images with values 0 to 1. */
export interface Normalization {
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

/** Values that were trained before. */
export interface PretrainedValues {
  /** By variable name, in tfjs' layout; what is missing starts random. */
  readonly values: ReadonlyMap<string, Float32Array>;
  /** What the values expect of their input. */
  readonly normalization?: Normalization;
}

/** A network in two: the layers before a parameter group, and the others. */
export interface Cut {
  /** Those of the layers before, and no others. */
  readonly variables: readonly VariableSpec[];
  /** What the layers before make of one item: its features. */
  readonly shape: readonly number[];
  /** Draws nothing. @returns `[batch, ...shape]` */
  before(forward: Forward, batch: Batch): Tensor;
  /** @returns `[batch, outputs]`, of what `before` made */
  after(forward: Forward, features: Tensor): Tensor2D;
}

/** A network, described: the engine owns its variables. */
export interface Network {
  readonly variables: readonly VariableSpec[];
  /** The layers in order, with output shapes for one item. */
  readonly layers: readonly TracedLayer[];
  /** @returns `[batch, outputs]`, before the loss's activation */
  forward(forward: Forward, batch: Batch): Tensor2D;
  /**
   * Where the layers of a group and those after it begin; nothing where the
   * groups do not follow each other. A network without it is never cut.
   */
  cut?(group: number): Cut | undefined;
  /** Reads trained values; asked for only when training starts from them. */
  pretrained?(): Promise<PretrainedValues>;
}

/** What an architecture is built from. */
export interface ArchitectureContext {
  readonly fields: readonly Field[];
  /** Columns of the output: classes, or one for a number. */
  readonly outputs: number;
  readonly tf: Tensors;
  /**
   * Bytes of a file: a path relative to the pipeline, or a URL. What `build`
   * reads is kept with the model; what `pretrained` reads is not.
   */
  read(reference: string): Promise<Uint8Array>;
}

/** The file that trained weights are read from. */
export interface WeightsFile {
  /** A path relative to the pipeline, or a URL. */
  readonly at: string;
  /** What it must be, as 64 hex digits, if it is known. */
  readonly sha256?: string;
  /** Leat itself states the address: it is the same for every pipeline. */
  readonly known?: true;
  /** Where it is told, another format is refused before it is trusted. */
  readonly format?: "safetensors";
}

/** What an `architecture` does. */
export interface ArchitectureBehaviour {
  /** How many parameter groups; rates may differ by group. */
  readonly groups: number;
  /** Where trained weights are read from, if any. */
  readonly weights?: WeightsFile;
  /** What outputs are kept between; only numbers to predict may be. */
  readonly range?: readonly [low: number, high: number];
  build(context: ArchitectureContext): Network | Promise<Network>;
}
