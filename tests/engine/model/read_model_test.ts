import assert from "node:assert/strict";
import * as leat from "leat";
import {
  decodeSafetensors,
  encodeSafetensors,
} from "../../../src/base/codec/safetensors.ts";
import { Predictor } from "../../../src/engine/model/predictor.ts";
import { readModel } from "../../../src/engine/model/read_model.ts";
import { stateOf } from "../../../src/engine/run/job/checkpoints.ts";
import {
  drawPictures,
  jobOf,
  pictures,
  points,
  run,
  withDevice,
} from "../jobs.ts";

/** A model of points, in a folder of its own that may be damaged. */
async function copied(folder: string) {
  const job = await jobOf(points, folder);
  const { model } = await run(job);
  const copy = `${folder}/copy`;
  await Deno.mkdir(copy);
  for (const { path } of model.meta.files) {
    await Deno.copyFile(model.path(path), `${copy}/${path}`);
  }
  return { job, copy };
}

Deno.test("readModel() reads what a run wrote", async () => {
  await withDevice(async (folder) => {
    const { job, copy } = await copied(folder);
    const model = await readModel(copy);
    assert.equal(model.folder, copy);
    assert.deepEqual(model.description, job.description);
    assert.deepEqual(model.vocabulary, {
      kind: "category",
      classes: ["other", "same"],
    });
    assert.deepEqual(model.fields.map(({ name }) => name), [
      "continuous",
      "categorical",
    ]);
    const checkpoint = await job.store.find(model.keys["checkpoint"] ?? "");
    const { variables } = await stateOf(checkpoint!);
    assert.deepEqual([...model.weights.keys()], [...variables.keys()]);
    assert.deepEqual(
      model.weights.get("layers.1.0.bias"),
      variables.get("layers.1.0.bias"),
    );
    await assert.rejects(model.asset("mobile/model.json"), {
      name: "RangeError",
      message: 'No asset "mobile/model.json"',
    });
  });
});

Deno.test("readModel() and Predictor name the folder of a damaged model", async () => {
  await withDevice(async (folder) => {
    const { copy, job } = await copied(folder);
    const damage = async (
      file: string,
      content: Uint8Array | string | undefined,
      message: RegExp,
    ) => {
      const before = await Deno.readFile(`${copy}/${file}`);
      if (content === undefined) await Deno.remove(`${copy}/${file}`);
      else {
        await Deno.writeFile(
          `${copy}/${file}`,
          typeof content === "string"
            ? new TextEncoder().encode(content)
            : content,
        );
      }
      await assert.rejects(
        async () => await Predictor.open(await readModel(copy), job.stages),
        { name: "PipelineError", stage: "model", item: copy, message },
      );
      await Deno.writeFile(`${copy}/${file}`, before);
    };
    const start = `^Cannot read the model in "${copy}": `;
    for (
      const file of [
        "model.json",
        "vocabulary.json",
        "statistics.json",
        "weights.safetensors",
      ]
    ) {
      await damage(file, undefined, new RegExp(`${start}.*ENOENT`));
      await damage(file, "{", new RegExp(start));
    }
    await damage(
      "vocabulary.json",
      '{"kind":"categories","classes":[]}',
      new RegExp(`${start}.*kind`),
    );
    const bytes = await Deno.readFile(`${copy}/weights.safetensors`);
    const { tensors } = decodeSafetensors(bytes);
    const fewer = [...tensors].filter(([name]) => name !== "layers.1.0.bias");
    await damage(
      "weights.safetensors",
      encodeSafetensors(fewer),
      new RegExp(
        `${start}weights.safetensors holds nothing for "layers.1.0.bias", which has 2$`,
      ),
    );
    const larger = {
      dtype: "F32",
      shape: [3],
      data: new Float32Array(3),
    } as const;
    await damage(
      "weights.safetensors",
      encodeSafetensors([...fewer, ["layers.1.0.bias", larger]]),
      new RegExp(
        `${start}weights.safetensors holds 3 numbers for "layers.1.0.bias", which has 2$`,
      ),
    );
    using _ = await Predictor.open(await readModel(copy), job.stages);
  });
});

Deno.test("the weights of a model start another training, with its normalisation", async () => {
  await withDevice(async (folder) => {
    await drawPictures(`${folder}/pictures`);
    const normal = leat.pipeline({
      ...pictures.spec,
      transforms: [leat.normalize({ mean: [0.1, 0.2, 0.3] })],
    });
    const { model } = await run(await jobOf(normal, folder));
    const file = `${folder}/w.safetensors`;
    await Deno.copyFile(model.path("weights.safetensors"), file);
    const tuned = leat.pipeline({
      ...pictures.spec,
      architecture: leat.resnet({
        channels: [2, 2],
        blocks: [1, 1],
        hidden: 4,
        weights: "w.safetensors",
      }),
      // A rate so small that it stays what it was.
      fit: leat.fineTune(1, { baseLearningRate: 1e-30, batch: 4 }),
    });
    const second = await run(await jobOf(tuned, folder));
    const [before, after] = [
      await readModel(model.folder),
      await readModel(second.model.folder),
    ];
    for (
      const name of ["conv1.weight", "layer2.0.conv2.weight", "bn1.weight"]
    ) {
      assert.deepEqual(after.weights.get(name), before.weights.get(name), name);
    }
    assert.notDeepEqual(
      after.weights.get("head.8.weight"),
      before.weights.get("head.8.weight"),
    );
    assert.equal(before.normalization, null);
    assert.deepEqual(after.normalization, {
      mean: [0.1, 0.2, 0.3],
      deviation: [0.229, 0.224, 0.225],
    });
  });
});
