import assert from "node:assert/strict";
import sharp from "sharp";
import { stream } from "../../../src/base/random/stream.ts";
import { lookInto } from "../../../src/engine/insight/look_into.ts";
import { Predictor } from "../../../src/engine/model/predictor.ts";
import { readFamiliarity } from "../../../src/engine/model/familiarity_file.ts";
import { readModel } from "../../../src/engine/model/read_model.ts";
import {
  findTrained,
  recall,
  recallWhole,
} from "../../../src/engine/run/recall/recall.ts";
import { jobOf, run, withDevice } from "../jobs.ts";
import {
  CORNERS,
  drawSquares,
  itemOf,
  SIDE,
  square,
  squares,
} from "./_squares.ts";

const options = { emit: () => {}, signal: new AbortController().signal };

/** A picture of one colour for every pixel. */
async function painted(
  colourAt: (byte: number) => number,
): Promise<Uint8Array> {
  const bytes = Uint8Array.from(
    { length: SIDE * SIDE * 3 },
    (_, byte) => colourAt(byte),
  );
  const raw = { width: SIDE, height: SIDE, channels: 3 } as const;
  return new Uint8Array(await sharp(bytes, { raw }).png().toBuffer());
}

// One training serves all that looks at it: it takes some seconds.
Deno.test("a trained network is looked into", async (test) => {
  await withDevice(async (folder) => {
    await drawSquares(`${folder}/pictures`, 96);
    const job = await jobOf(squares, folder);
    const { model, familiarity, metrics } = await run(job);
    assert.ok(metrics["error_rate"]! < 0.1, `${metrics["error_rate"]}`);
    assert.ok(familiarity);
    const stored = {
      ...await readModel(model.folder),
      familiarity: await readFamiliarity(familiarity.folder),
    };
    using predictor = await Predictor.open(stored, job.stages);

    await test.step("a square in a corner pulls the peak there, in all four", async () => {
      for (const colour of ["red", "blue"] as const) {
        const items = await Promise.all(
          CORNERS.map(async (corner, at) =>
            itemOf(`${at}`, await square(colour, corner))
          ),
        );
        const results = await predictor.predictAll(items, [
          true,
          true,
          true,
          true,
        ]);
        results.forEach((result, at) => {
          assert.equal(result.status, "fulfilled");
          const { label, explanation } = (result as PromiseFulfilledResult<
            Awaited<
              ReturnType<typeof predictor.predict>
            >
          >).value;
          assert.equal(label, colour);
          assert.ok(explanation);
          const { map, of, grid, view } = explanation;
          assert.equal(of, colour);
          assert.deepEqual(view, {
            fit: "crop",
            left: 0,
            top: 0,
            width: 1,
            height: 1,
          });
          const flat = map.flat();
          const best = flat.indexOf(Math.max(...flat));
          assert.equal(flat[best], 1);
          const columns = map[0]!.length;
          const [row, column] = [Math.floor(best / columns), best % columns];
          const place = [
            grid.first[0] + row * grid.step[0],
            grid.first[1] + column * grid.step[1],
          ];
          const [top, left] = CORNERS[at]!;
          assert.deepEqual(
            place.map((each) => each > 0.5),
            [top > 0, left > 0],
            `${colour} at ${CORNERS[at]}: the peak is at ${place}`,
          );
        });
      }
    });

    await test.step("only what was asked for is explained", async () => {
      const items = [
        itemOf("a", await square("red", [3, 3])),
        itemOf("b", await square("blue", [9, 3])),
      ];
      const results = await predictor.predictAll(items, [false, true]);
      assert.deepEqual(
        results.map((each) =>
          each.status === "fulfilled" && each.value.explanation !== undefined
        ),
        [false, true],
      );
    });

    await test.step("noise and a colour that none had are unlike anything seen", async () => {
      const random = stream(9, "noise");
      const noise = await painted(() => random.integer(0, 256));
      const green = await painted((byte) => byte % 3 === 1 ? 255 : 0);
      const told = await predictor.predictAll([
        itemOf("noise", noise),
        itemOf("green", green),
      ]);
      for (const each of told) {
        assert.equal(each.status, "fulfilled");
        const { unlike } = (each as PromiseFulfilledResult<
          Awaited<
            ReturnType<typeof predictor.predict>
          >
        >).value;
        assert.ok(unlike);
        assert.equal(unlike.flag, true, JSON.stringify(unlike));
        assert.ok(unlike.distance! > unlike.threshold!);
        assert.equal(unlike.percentile, 100);
      }
    });

    await test.step("validation items are flagged at the share that is told", async () => {
      const { valid } = job.front.sets;
      const flags: unknown[] = [];
      for (const id of valid) {
        const { file } = job.front.items.find((each) => each.id === id)!;
        const bytes = await Deno.readFile(file!.absolute);
        const { unlike } = await predictor.predict(itemOf(id, bytes));
        assert.ok(unlike && Number.isFinite(unlike.distance));
        flags.push(unlike.flag);
      }
      assert.equal(
        flags.filter((each) => each === true).length,
        Math.floor(0.05 * valid.length),
      );
    });

    await test.step("patches, reconstructions, filters and maps are written, always the same", async () => {
      const trained = await findTrained(job, () => {});
      assert.ok(trained);
      const look = async (name: string, layers: readonly string[] = []) => {
        const place = `${folder}/${name}`;
        await Deno.mkdir(place);
        const task = {
          set: "valid",
          layers,
          channels: 3,
          items: 20,
          cards: 6,
          folder: place,
        } as const;
        const insight = await lookInto(job, trained, task, options);
        const files = await Promise.all(
          [insight.layers[0]!.pictures, insight.cam.pictures, insight.filters!]
            .map(({ file }) => Deno.readFile(`${place}/${file}`)),
        );
        return { insight, files };
      };
      const { insight, files } = await look("one");
      assert.deepEqual(await look("again"), { insight, files });
      const { layers: [first], cam, filters } = insight;
      assert.equal(first?.layer, "layer1.0");
      assert.deepEqual(first?.shape, [12, 12, 8]);
      assert.deepEqual(first?.sees, [11, 11]);
      assert.ok(first!.channels.length <= 3);
      const peaks = first!.channels.flatMap((each) => each.peaks);
      assert.ok(first!.channels.every(({ peaks }) => peaks.length <= 9));
      const { pictures } = first!;
      assert.deepEqual(
        [pictures.count, pictures.height, pictures.width],
        [2 * peaks.length, 11, 11],
      );
      assert.equal(files[0]!.length, 2 * peaks.length * 11 * 11 * 3);
      // Patches are of the pictures themselves: grey, red and blue.
      const [patch] = [files[0]!.subarray(0, 3)];
      assert.ok(patch!.every((value) => value >= 29 && value <= 221));
      assert.equal(cam.cards.length, 6);
      assert.deepEqual([cam.pictures.height, cam.pictures.width], [SIDE, SIDE]);
      assert.ok(cam.cards.every(({ map }) => map.length === 144));
      assert.deepEqual(
        [filters?.count, filters?.height, filters?.width],
        [8, 3, 3],
      );
      assert.equal(filters?.variable, "conv1.weight");
      assert.deepEqual([insight.looked, insight.of], [
        20,
        job.front.sets.valid.length,
      ]);
      const { insight: two } = await look("two", ["conv1", "layer1", "conv1"]);
      assert.deepEqual(
        two.layers.map(({ layer }) => layer),
        ["conv1", "layer1.0"],
      );
      await assert.rejects(look("none", ["nowhere"]), {
        name: "PipelineError",
        stage: "command",
      });
    });

    await test.step("what is remembered is computed once, and again where it is gone", async () => {
      const again = await run(job);
      assert.deepEqual(again.executed, []);
      assert.equal(again.familiarity?.meta.outHash, familiarity.meta.outHash);
      assert.ok(await recallWhole(job, () => {}));
      await Deno.remove(familiarity.folder, { recursive: true });
      assert.equal(await recallWhole(job, () => {}), undefined);
      // Who only asks what was trained needs none of it.
      assert.equal((await recall(job, () => {}))?.familiarity, undefined);
      const third = await run(job);
      assert.deepEqual(third.executed, []);
      assert.equal(third.familiarity?.meta.outHash, familiarity.meta.outHash);
    });
  });
});
