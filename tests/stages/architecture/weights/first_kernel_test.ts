import assert from "node:assert/strict";
import { resnet } from "../../../../mod.ts";
import { build } from "../_networks.ts";
import { fileOf, load, plan, weights } from "./_narrow.ts";

for (
  const [channels, kernelOf] of [
    [1, ([red, green, blue]: readonly number[]) => [red! + green! + blue!]],
    [2, ([red, green]: readonly number[]) => [1.5 * red!, 1.5 * green!]],
    [4, (colours: readonly number[]) => [...colours, 0]],
  ] as const
) {
  Deno.test(`resnet({ weights }) fits the first kernel to ${channels} channels, as fastai does`, async () => {
    const field = {
      name: "pixels",
      dtype: "uint8",
      shape: [8, 8, channels],
    } as const;
    const network = await build(resnet({ ...plan, weights }), [field], 2, {
      [weights]: fileOf(),
    });
    const loaded = await network.pretrained?.();
    // What is known of colours says nothing of these.
    assert.equal(loaded?.normalization, undefined);
    const kernel = loaded?.values.get("conv1.weight"); // [3, 3, channels, 2]
    const coloured = (await load(fileOf())).values.get("conv1.weight");
    assert.equal(kernel?.length, 3 * 3 * channels * 2);
    for (let pixel = 0; pixel < 9; pixel++) {
      for (let output = 0; output < 2; output++) {
        const colours = [0, 1, 2].map((colour) =>
          coloured?.[(pixel * 3 + colour) * 2 + output] ?? NaN
        );
        kernelOf(colours).forEach((expected, channel) => {
          const is = kernel?.[(pixel * channels + channel) * 2 + output];
          assert.ok(Math.abs((is ?? NaN) - expected) < 1e-6);
        });
      }
    }
  });
}
