/** A line of torchvision's state dict: the name, and the shape in torch. */
export type Line = readonly [name: string, shape: readonly number[]];

function norm(name: string, channels: number): Line[] {
  return ["weight", "bias", "running_mean", "running_var"].map((suffix) => [
    `${name}.${suffix}`,
    [channels],
  ]);
}

/**
 * The state dict of torchvision's basic-block ResNets, without `fc` and
 * without `num_batches_tracked`: from the paper's table 1.
 */
export function stateDict(blocks: readonly number[]): readonly Line[] {
  const lines: Line[] = [["conv1.weight", [64, 3, 7, 7]], ...norm("bn1", 64)];
  let inputs = 64;
  blocks.forEach((count, stage) => {
    const channels = 64 * 2 ** stage;
    for (let block = 0; block < count; block++) {
      const name = `layer${stage + 1}.${block}`;
      lines.push(
        [`${name}.conv1.weight`, [channels, inputs, 3, 3]],
        ...norm(`${name}.bn1`, channels),
        [`${name}.conv2.weight`, [channels, channels, 3, 3]],
        ...norm(`${name}.bn2`, channels),
      );
      if (block === 0 && stage > 0) {
        lines.push(
          [`${name}.downsample.0.weight`, [channels, inputs, 1, 1]],
          ...norm(`${name}.downsample.1`, channels),
        );
      }
      inputs = channels;
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
