import assert from "node:assert/strict";
import * as leat from "leat";
import type { Entry } from "../../../src/base/store/store.ts";
import { decodePredictions } from "../../../src/engine/model/predictions.ts";
import { Predictor } from "../../../src/engine/model/predictor.ts";
import { readModel } from "../../../src/engine/model/read_model.ts";
import type { LearnJob } from "../../../src/engine/run/job/job.ts";
import {
  drawPictures,
  jobOf,
  pictures,
  POINTS,
  points,
  run,
  withDevice,
} from "../jobs.ts";
import { branched, save } from "../../stages/architecture/layers_models.ts";

type Row = typeof POINTS[number];

/** Learns, and opens the model from its folder. */
async function predictorOf(job: LearnJob) {
  const { model } = await run(job);
  const predictor = await Predictor.open(
    await readModel(model.folder),
    job.stages,
  );
  return { model, predictor };
}

/** What was predicted for the validation set when it was evaluated. */
async function evaluated({ store }: LearnJob): Promise<Float32Array> {
  const entries: Entry[] = [];
  for (const { name } of Deno.readDirSync(`${store.root}/n`)) {
    for (const each of Deno.readDirSync(`${store.root}/n/${name}`)) {
      const entry = await store.find(each.name);
      if (entry?.meta.kind === "predictions") entries.push(entry);
    }
  }
  const [entry] = entries;
  assert.ok(entry && entries.length === 1);
  return decodePredictions(
    await entry.readBytes("predictions.safetensors"),
  ).predictions.outputs;
}

/** Asks about every item of the validation set. */
async function answers(job: LearnJob, predictor: Predictor) {
  const byId = new Map(job.front.items.map((each) => [each.id, each]));
  const result = [];
  for (const id of job.front.sets.valid) {
    const { item, file } = byId.get(id)!;
    const read = () => Deno.readFile(file?.absolute ?? "");
    result.push(await predictor.predict({ id, item, read }));
  }
  return result;
}

/** Fails unless a batch of one gave what the evaluation did. */
async function assertLikeEvaluated(
  job: LearnJob,
  rows: readonly (readonly number[])[],
) {
  const outputs = await evaluated(job);
  rows.flat().forEach((each, at) =>
    // Another batch may be computed by another kernel.
    assert.ok(
      Math.abs(each - (outputs[at] ?? NaN)) < 1e-5,
      `${each} is not ${outputs[at]}`,
    )
  );
  assert.equal(rows.flat().length, outputs.length);
}

Deno.test("Predictor answers for pictures as the evaluation did", async () => {
  await withDevice(async (folder) => {
    await drawPictures(`${folder}/pictures`);
    const job = await jobOf(pictures, folder);
    const { predictor } = await predictorOf(job);
    using _ = predictor;
    const given = await answers(job, predictor);
    await assertLikeEvaluated(
      job,
      given.map(({ probabilities }) => Object.values(probabilities ?? {})),
    );
    for (const { label, probability, probabilities } of given) {
      assert.equal(probability, probabilities?.[String(label)]);
      assert.ok(probability! >= 0.5);
      assert.deepEqual(Object.keys(probabilities ?? {}), ["blue", "red"]);
    }
  });
});

Deno.test("Predictor looks at other parts of a long picture where it is to see several views", async () => {
  const augmentation = { passes: 2, combine: "mean", beta: 0 } as const;
  for (const width of [16, 28]) {
    await withDevice(async (folder) => {
      await drawPictures(`${folder}/pictures`, 20, 16, width);
      const still = leat.pipeline({ ...pictures.spec, transforms: [] });
      const job = await jobOf(still, folder);
      const { predictor } = await predictorOf(job);
      using _ = predictor;
      const [first] = job.front.items;
      assert.ok(first?.file);
      const { absolute } = first.file;
      const item = { ...first, read: () => Deno.readFile(absolute) };
      const plain = await predictor.predict(item);
      const several = await predictor.predict(item, augmentation);
      assert.deepEqual(await predictor.predict(item, augmentation), several);
      const red = several.probabilities?.["red"] ?? NaN;
      const apart = Math.abs(red - (plain.probabilities?.["red"] ?? NaN));
      assert.equal(apart > 1e-6, width > 16);
    });
  }
});

Deno.test("Predictor answers with a body out of a layers model, without its files", async () => {
  await withDevice(async (folder) => {
    await drawPictures(`${folder}/pictures`, 20, 8);
    const { files, model: original } = await save(branched());
    original.dispose();
    const job = await jobOf(
      leat.pipeline({
        ...pictures.spec,
        input: leat.image({ size: 8 }),
        architecture: leat.layersModel("mobile/model.json", {
          cut: "thin",
          hidden: 4,
        }),
        fit: leat.fineTune(1, { batch: 4 }),
      }),
      folder,
      {
        read: (reference) => {
          const bytes = files[reference];
          return bytes
            ? Promise.resolve(bytes)
            : Promise.reject(new Error(`there is no "${reference}"`));
        },
      },
    );
    const { predictor, model } = await predictorOf(job);
    using _ = predictor;
    const given = await answers(job, predictor);
    await assertLikeEvaluated(
      job,
      given.map(({ probabilities }) => Object.values(probabilities ?? {})),
    );
    // The form of the body is kept with the model; its old weights are not.
    const { assets } = JSON.parse(
      await Deno.readTextFile(model.path("model.json")),
    );
    assert.deepEqual(assets, [{
      reference: "mobile/model.json",
      file: "assets/0",
    }]);
  });
});

Deno.test("Predictor answers in the label's own type", async () => {
  await withDevice(async (folder) => {
    const base = {
      source: leat.rows(POINTS, { id: "id" }),
      split: leat.random({ valid: 0.25, seed: 1 }),
      input: leat.features({ continuous: ["x", "y"] }),
      architecture: leat.mlp({ hidden: [] }),
      fit: leat.constant(1, { learningRate: 0.1, batch: 8 }),
    };
    const truth = await jobOf(
      leat.pipeline({
        ...base,
        label: (row: Row) => row.x > 0,
        loss: leat.crossEntropy(),
        metrics: [leat.accuracy()],
      }),
      folder,
      { cache: "truth" },
    );
    const number = await jobOf(
      leat.pipeline({
        ...base,
        label: (row: Row) => row.x,
        loss: leat.mse(),
        metrics: [leat.rmse()],
      }),
      folder,
      { cache: "number" },
    );
    const tags = await jobOf(
      leat.pipeline({
        ...base,
        label: (row: Row) => row.x > 0 ? ["right"] : row.y > 0 ? ["up"] : [],
        loss: leat.binaryCrossEntropy(),
      }),
      folder,
      { cache: "tags" },
    );
    for (const job of [truth, number, tags]) {
      const { predictor } = await predictorOf(job);
      const given = await answers(job, predictor);
      if (job === truth) {
        await assertLikeEvaluated(
          job,
          given.map(({ probabilities }) => Object.values(probabilities ?? {})),
        );
        for (const { label, probabilities } of given) {
          assert.equal(typeof label, "boolean");
          assert.deepEqual(Object.keys(probabilities ?? {}), ["false", "true"]);
        }
      } else if (job === number) {
        await assertLikeEvaluated(
          job,
          given.map(({ label }) => [Number(label)]),
        );
        assert.ok(given.every((each) => Object.keys(each).join() === "label"));
      } else {
        for (const { label, probabilities, probability } of given) {
          assert.deepEqual(
            label,
            Object.entries(probabilities ?? {})
              .filter(([, share]) => share >= 0.5).map(([tag]) => tag),
          );
          assert.equal(probability, undefined);
        }
      }
      predictor[Symbol.dispose]();
    }
  });
});

Deno.test("Predictor names the picture that it cannot read, and answers for the next", async () => {
  await withDevice(async (folder) => {
    await drawPictures(`${folder}/pictures`);
    const job = await jobOf(pictures, folder);
    const { predictor } = await predictorOf(job);
    using _ = predictor;
    const item = { media: "image", path: "cat.jpg", name: "cat.jpg" };
    await assert.rejects(
      predictor.predict({
        id: "cat.jpg",
        item,
        read: () => Promise.resolve(new TextEncoder().encode("no image")),
      }),
      {
        name: "PipelineError",
        item: "cat.jpg",
        message:
          'Cannot read image "cat.jpg": it is not a JPEG, PNG, WebP, GIF, TIFF or AVIF image',
      },
    );
    assert.ok((await answers(job, predictor)).length > 0);
  });
});

Deno.test("Predictor answers for a word that training has not met", async () => {
  await withDevice(async (folder) => {
    const { predictor } = await predictorOf(await jobOf(points, folder));
    using _ = predictor;
    const { probability } = await predictor.predict({
      id: "new",
      item: { id: "new", x: 0.1, y: 0.1, colour: "puce" },
      read: () => Promise.reject(new Error("a row has no file")),
    });
    assert.ok(Number.isFinite(probability));
  });
});
