import { batchNorm } from "./batch_norm.ts";
import { convolution } from "./convolution.ts";
import { type Layer, shown } from "./layer.ts";
import { paddedShortcut } from "./padded_shortcut.ts";
import { relu } from "./activation.ts";
import { sequential } from "./sequential.ts";

/** The blocks that a residual network may be made of. */
export type BlockKind = "basic" | "bottleneck";

/**
 * What goes around a block that changes its shape: a 1x1 convolution with a
 * batch norm, or what is there with zeros, which has no parameters.
 */
export type ShortcutKind = "projection" | "padding";

/** Channels that a bottleneck gives, over those inside of it. */
const EXPANSION = 4;

/** Channels that a block gives, of those inside of it. */
function blockOutput(kind: BlockKind, channels: number): number {
  return kind === "basic" ? channels : channels * EXPANSION;
}

/** A way through, a shortcut around it, and what both add up to. */
function residual(
  way: Layer,
  channels: number,
  stride: number,
  kind: ShortcutKind = "projection",
): Layer {
  const around = kind === "padding"
    ? paddedShortcut(channels, stride)
    : sequential([
      ["0", convolution({ channels, kernel: 1, stride, padding: 0 })],
      ["1", batchNorm()],
    ]);
  return (place) => {
    const main = way(place);
    const same = stride === 1 && place.input.at(-1) === channels;
    const name = `${place.name}.downsample`;
    const shortcut = same ? undefined : around({ ...place, name });
    return {
      variables: [...main.variables, ...shortcut?.variables ?? []],
      layers: [
        ...main.layers,
        ...shortcut?.layers ?? [],
        { name: place.name, shape: main.output },
      ],
      output: main.output,
      forward: (forward, tensor) => {
        const { tf, tap } = forward;
        const passed = shortcut
          ? shown(forward, name, shortcut.forward(forward, tensor))
          : tensor;
        const rectified = tap
          ? undefined
          : main.rectified?.(forward, tensor, passed);
        return rectified ??
          tf.relu(tf.add(main.forward(forward, tensor), passed));
      },
    };
  };
}

/**
 * Two 3x3 convolutions around a shortcut:
 *
 *     x ── conv1 ─ bn1 ─ relu ─ conv2 ─ bn2 ──(+)── relu
 *      └────────── downsample, or x ───────────┘
 *
 * Source: He et al., "Deep residual learning", 2016; torchvision's names.
 */
export function basicBlock(
  channels: number,
  stride: number,
  shortcut?: ShortcutKind,
): Layer {
  const way = sequential([
    ["conv1", convolution({ channels, kernel: 3, stride })],
    ["bn1", batchNorm()],
    ["relu1", relu()],
    ["conv2", convolution({ channels, kernel: 3 })],
    ["bn2", batchNorm()],
  ]);
  return residual(way, channels, stride, shortcut);
}

/**
 * A 3x3 convolution between two of 1x1, the last of which widens four times:
 *
 *     x ── conv1 ─ bn1 ─ relu ─ conv2 ─ bn2 ─ relu ─ conv3 ─ bn3 ──(+)── relu
 *      └───────────────────── downsample, or x ─────────────────────┘
 *
 * The stride is that of the 3x3 convolution, as in torchvision ("v1.5"), not
 * of the first as in the paper.
 *
 * Source: He et al., "Deep residual learning", 2016; torchvision's names.
 *
 * @param channels those inside
 */
export function bottleneckBlock(channels: number, stride: number): Layer {
  const wide = blockOutput("bottleneck", channels);
  const way = sequential([
    ["conv1", convolution({ channels, kernel: 1 })],
    ["bn1", batchNorm()],
    ["relu1", relu()],
    ["conv2", convolution({ channels, kernel: 3, stride })],
    ["bn2", batchNorm()],
    ["relu2", relu()],
    ["conv3", convolution({ channels: wide, kernel: 1 })],
    ["bn3", batchNorm()],
  ]);
  return residual(way, wide, stride);
}
