/**
 * What is planned of a MobileNetV1 on photographs is what it holds: layers of
 * tfjs in place of ours, of which many are left to its kernels.
 *
 * @module
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import {
  crossEntropy,
  fineTune,
  type FineTuneOptions,
  flip,
  image,
  images,
  layersModel,
  pipeline,
  random,
} from "leat";
import { jobOf, run } from "../engine/jobs.ts";
import { withFolder } from "../_folder.ts";
import { realData, realTest } from "./_real_data.ts";

const photographs = realData("pets/oxford-iiit-pet-370");
const mobilenet = realData("weights/mobilenet_v1_0.75_224/model.json");

/** Links some of the photographs, cats and dogs, into a folder. */
async function linkSome(folder: string): Promise<void> {
  await Deno.mkdir(folder);
  const files = [...Deno.readDirSync(photographs ?? "")]
    .map(({ name }) => name).filter((name) => name.endsWith(".jpg")).sort();
  for (const [at, name] of files.entries()) {
    if (at % 8 > 0) continue;
    await Deno.symlink(join(photographs ?? "", name), join(folder, name));
  }
}

for (
  const { frozen, options } of [
    { frozen: "whose norms learn", options: {} },
    { frozen: "that runs once an item", options: { freezeNorms: true } },
  ] satisfies { frozen: string; options: FineTuneOptions }[]
) {
  realTest(
    `what is planned of a MobileNet with a frozen body ${frozen} is what it holds`,
    [photographs, mobilenet],
    () =>
      withFolder(async (folder) => {
        await linkSome(join(folder, "pictures"));
        const job = await jobOf(
          pipeline({
            source: images("./pictures"),
            label: (file) => /^[A-Z]/.test(file.name) ? "cat" : "dog",
            split: random({ valid: 0.2, seed: 42 }),
            input: image({ size: 64 }),
            transforms: options.freezeNorms ? [] : [flip()],
            architecture: layersModel(mobilenet ?? "", {
              cut: "conv_pw_13_relu",
            }),
            loss: crossEntropy(),
            fit: fineTune(1, { ...options, freezeEpochs: 2, batch: 16 }),
          }),
          folder,
          { read: (file) => Deno.readFile(file) },
        );
        const { events } = await run(job);
        const memory = events.find((each) => each.type === "engine")?.memory;
        const { most = 0, planned = 0 } = memory ?? {};
        assert.ok(planned > 64 * 2 ** 20, `${planned} planned`);
        const off = Math.abs(most - planned);
        assert.ok(off < most / 10, `${most} held, ${planned} planned`);
      }),
  );
}
