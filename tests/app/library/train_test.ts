import assert from "node:assert/strict";
import { join } from "node:path";
import { engine } from "@tensorflow/tfjs-core";
import * as leat from "leat";
import { Desk, eventsOf } from "../_cli.ts";
import { drawImages } from "../_images.ts";
import { sides } from "./_sides.ts";

/** Tensors that somebody still holds, on any device. */
function tensors(): number {
  return engine().state.numTensors;
}

const colours = leat.pipeline({
  source: leat.images("images"),
  label: (file) => file.name.startsWith("red") ? "red" : "blue",
  split: leat.random({ valid: 0.3, seed: 1 }),
  input: leat.image({ size: 16 }),
  architecture: leat.resnet({ channels: [4], blocks: [1], hidden: 4 }),
  loss: leat.crossEntropy(),
  metrics: [leat.errorRate()],
  fit: leat.constant(1, { batch: 4 }),
});

Deno.test("train() answers in the label's own words, for images by their path", async () => {
  await using desk = await Desk.open();
  await drawImages(desk, 20);
  const options = { base: desk.folder, cache: desk.cache };
  using model = await leat.train(colours, options);
  const label: "red" | "blue" = await model.predict("images/red_0.jpg");
  assert.ok(label === "red" || label === "blue");
  const shares = await model.probabilities("images/red_0.jpg");
  assert.deepEqual(Object.keys(shares), ["blue", "red"]);
  const file = { media: "image", path: "images/red_0.jpg", name: "x" } as const;
  assert.deepEqual(await model.probabilities(file), shares);
  assert.ok((await Deno.stat(join(model.folder, "model.json"))).isFile);
  await assert.rejects(
    model.predict("images/none.jpg"),
    /Cannot predict "images\/none.jpg": there is no such file/,
  );
});

Deno.test("train() tells events, answers for rows, and does nothing twice", async () => {
  await using desk = await Desk.open();
  const events: leat.RunEvent[] = [];
  const options = {
    base: desk.folder,
    onEvent: (event: leat.RunEvent) => void events.push(event),
  };
  {
    using model = await leat.train(sides, options);
    assert.deepEqual(Object.keys(model.metrics), ["error_rate"]);
    assert.ok((model.baseline["error_rate"] ?? 0) > 0.3);
    assert.equal(model.history.length, 2);
    assert.deepEqual(model.claims, []);
    assert.equal(eventsOf(events, "epoch").length, 2);
    assert.equal(await model.predict({ at: 1, x: 0.9, y: 0 }), "right");
    assert.equal(await model.predict({ at: 1, x: -0.9, y: 0 }), "left");
    assert.ok(model.folder.startsWith(join(desk.folder, ".leat")));
  }
  events.length = 0;
  const claiming = leat.pipeline({
    ...sides.spec,
    expect: [
      leat.errorRate.below(0.4),
      leat.errorRate.above(0.9),
      leat.claim("valid_loss").below(0.6),
      leat.errorRate.within(0.1),
    ],
  });
  // Claims train nothing, and throw nothing where they are false.
  using again = await leat.train(claiming, options);
  assert.deepEqual(again.claims.map(({ text, holds }) => [text, holds]), [
    ["error_rate below 0.4", true],
    ["error_rate above 0.9", false],
    ["valid_loss below 0.6", true],
  ]);
  assert.equal(eventsOf(events, "epoch").length, 0);
  assert.equal(await again.predict({ at: 1, x: 0.9, y: 0 }), "right");
});

Deno.test("train() with eager: true replays no step", async () => {
  await using desk = await Desk.open();
  const events: leat.RunEvent[] = [];
  using _ = await leat.train(sides, {
    base: desk.folder,
    eager: true,
    onEvent: (event) => void events.push(event),
  });
  const [report] = eventsOf(events, "engine");
  assert.equal(report?.steps.replayed, 0);
  assert.ok((report?.steps.anew ?? 0) > 2);
});

Deno.test("a model that is disposed of leaves no tensor", async () => {
  await using desk = await Desk.open();
  const options = { base: desk.folder, cache: desk.cache };
  const before = tensors();
  for (
    const model of [
      await leat.train(sides, options),
      await leat.train(sides, options),
    ]
  ) {
    await model.predict({ at: 1, x: 0.9, y: 0 });
    await assert.rejects(model.predict("none.csv"));
    model[Symbol.dispose]();
  }
  assert.equal(tensors(), before);
});

Deno.test("train() stops when it is told to, and goes on later", async () => {
  await using desk = await Desk.open();
  const options = { base: desk.folder, cache: desk.cache };
  await assert.rejects(
    leat.train(sides, { ...options, signal: AbortSignal.abort() }),
    leat.Interrupted,
  );
  const stop = new AbortController();
  await assert.rejects(
    leat.train(sides, {
      ...options,
      signal: stop.signal,
      onEvent: ({ type }) => type === "epoch" && stop.abort(),
    }),
    leat.Interrupted,
  );
  const rows: number[] = [];
  using model = await leat.train(sides, {
    ...options,
    onEvent: (event) => event.type === "epoch" && rows.push(event.epoch),
  });
  assert.equal(model.history.length, 2);
  assert.deepEqual(rows, [1, 2], "the first is shown again");
});

Deno.test("train() throws what is wrong with data", async () => {
  await using desk = await Desk.open();
  const options = { base: desk.folder, cache: desk.cache };
  await assert.rejects(leat.train(colours, options), (error) => {
    assert.ok(error instanceof leat.PipelineError);
    assert.equal(error.stage, "source");
    return true;
  });
  await drawImages(desk, 20);
  await desk.write("images/red_broken.jpg", "text");
  await assert.rejects(
    leat.train(colours, { ...options, strict: true }),
    /Cannot read every item: .*red_broken\.jpg/,
  );
});

Deno.test("train() gives a model that answers over several views where it is asked to", async () => {
  await using desk = await Desk.open();
  await drawImages(desk, 20);
  const lit = leat.pipeline({
    ...colours.spec,
    transforms: [
      leat.brightness(0.6, { probability: 1 }),
      leat.testTimeAugmentation({ passes: 2 }),
    ],
  });
  const options = { base: desk.folder, cache: desk.cache };
  using model = await leat.train(lit, options);
  assert.deepEqual(Object.keys(model.metrics), [
    "error_rate",
    "error_rate_tta",
  ]);
  const ask = async (asked?: boolean | leat.TestTimeAugmentationOptions) => {
    const of = asked === undefined ? {} : { testTimeAugmentation: asked };
    const shares = await model.probabilities("images/red_0.jpg", of);
    return shares["red"] ?? NaN;
  };
  const plain = await ask();
  assert.equal(await ask(false), plain);
  // As the pipeline says, and not by the defaults.
  assert.equal(await ask(true), await ask({ passes: 2 }));
  assert.notEqual(await ask(true), await ask({ passes: 4 }));
  assert.notEqual(await ask(true), plain);
  assert.ok(Math.abs(await ask({ beta: 1 }) - plain) < 1e-6);
  const label = await model.predict("images/red_0.jpg", {
    testTimeAugmentation: { combine: "max" },
  });
  assert.ok(label === "red" || label === "blue");
  await assert.rejects(ask({ passes: 0 }), /passes: Too small/);
});

Deno.test("train() gives a model that refuses several views of what never varies", async () => {
  await using desk = await Desk.open();
  await drawImages(desk, 20);
  const options = { base: desk.folder, cache: desk.cache };
  using model = await leat.train(colours, options);
  await assert.rejects(
    model.predict("images/red_0.jpg", { testTimeAugmentation: true }),
    {
      name: "PipelineError",
      message:
        "Cannot augment at test time: no transform of the pipeline varies an image",
    },
  );
});
