import { batchNorm } from "./batch_norm.ts";
import { convolution } from "./convolution.ts";
import type { Layer } from "./layer.ts";
import { relu } from "./activation.ts";
import { sequential } from "./sequential.ts";

/**
 * Two 3x3 convolutions around a shortcut:
 *
 *     x ── conv1 ─ bn1 ─ relu ─ conv2 ─ bn2 ──(+)── relu
 *      └────────── downsample, or x ───────────┘
 *
 * Source: He et al., "Deep residual learning", 2016; torchvision's names.
 */
export function basicBlock(channels: number, stride: number): Layer {
  return (place) => {
    const main = sequential([
      ["conv1", convolution({ channels, kernel: 3, stride })],
      ["bn1", batchNorm()],
      ["relu1", relu()],
      ["conv2", convolution({ channels, kernel: 3 })],
      ["bn2", batchNorm()],
    ])(place);
    const same = stride === 1 && place.input.at(-1) === channels;
    const shortcut = same ? undefined : sequential([
      ["0", convolution({ channels, kernel: 1, stride, padding: 0 })],
      ["1", batchNorm()],
    ])({ ...place, name: `${place.name}.downsample` });
    return {
      variables: [...main.variables, ...shortcut?.variables ?? []],
      layers: [
        ...main.layers,
        ...shortcut?.layers ?? [],
        { name: place.name, shape: main.output },
      ],
      output: main.output,
      forward: (forward, tensor) => {
        const { tf } = forward;
        const around = shortcut?.forward(forward, tensor) ?? tensor;
        return tf.relu(tf.add(main.forward(forward, tensor), around));
      },
    };
  };
}
