/** A line of torchvision's state dict: the name, and the shape in torch. */
export type Line = readonly [name: string, shape: readonly number[]];

function norm(name: string, channels: number): Line[] {
  return ["weight", "bias", "running_mean", "running_var"].map((suffix) => [
    `${name}.${suffix}`,
    [channels],
  ]);
}

/** The convolutions of a block: kernel, and channels that each gives. */
function convolutions(
  bottleneck: boolean,
  channels: number,
): readonly (readonly [kernel: number, channels: number])[] {
  return bottleneck
    ? [[1, channels], [3, channels], [1, 4 * channels]]
    : [[3, channels], [3, channels]];
}

/**
 * The state dict of torchvision's ResNets, without `fc` and without
 * `num_batches_tracked`: from the paper's table 1.
 */
export function stateDict(
  blocks: readonly number[],
  bottleneck = false,
): readonly Line[] {
  const lines: Line[] = [["conv1.weight", [64, 3, 7, 7]], ...norm("bn1", 64)];
  let inputs = 64;
  blocks.forEach((count, stage) => {
    for (let block = 0; block < count; block++) {
      const name = `layer${stage + 1}.${block}`;
      const before = inputs;
      convolutions(bottleneck, 64 * 2 ** stage).forEach(
        ([kernel, channels], at) => {
          lines.push(
            [`${name}.conv${at + 1}.weight`, [
              channels,
              inputs,
              kernel,
              kernel,
            ]],
            ...norm(`${name}.bn${at + 1}`, channels),
          );
          inputs = channels;
        },
      );
      if (block > 0 || inputs === before) continue;
      lines.push(
        [`${name}.downsample.0.weight`, [inputs, before, 1, 1]],
        ...norm(`${name}.downsample.1`, inputs),
      );
    }
  });
  return lines;
}

/** fastai's head on a body of that many channels, hidden units 512. */
export function headLines(channels: number, outputs: number): readonly Line[] {
  return [
    ...norm("head.2", 2 * channels),
    ["head.4.weight", [512, 2 * channels]],
    ...norm("head.6", 512),
    ["head.8.weight", [outputs, 512]],
  ];
}
