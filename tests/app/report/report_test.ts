import assert from "node:assert/strict";
import { join } from "node:path";
import sharp from "sharp";
import type { ReportEnd, ReportEvent } from "../../../src/app/report/report.ts";
import { Desk, type Finished } from "../_cli.ts";
import { drawn } from "../_images.ts";
import { pictures, points } from "../_pipelines.ts";
import { checkPage } from "./_page.ts";

function eventsOf({ out }: Finished): readonly ReportEvent[] {
  return out.trimEnd().split("\n").map((line) => JSON.parse(line));
}

function endOf(finished: Finished): ReportEnd {
  const end = eventsOf(finished).at(-1);
  assert.equal(end?.type, "report.end", finished.err);
  return end as ReportEnd;
}

/** Reports with `--json`, and reads the page. */
async function reported(desk: Desk, ...args: readonly string[]) {
  const finished = await desk.run(["report", ...args, "--json"]);
  assert.equal(finished.code, 0, finished.out + finished.err);
  const end = endOf(finished);
  assert.ok(end.file !== null && end.report !== null);
  return {
    ...end,
    report: end.report,
    events: eventsOf(finished),
    page: await Deno.readTextFile(end.file),
  };
}

const titles = (page: string) =>
  [...page.matchAll(/<h2 id="(\w+)"/g)].map(([, id]) => id);

const SCRIPT = `<script src=//x>"'&</script>`;

Deno.test("report writes one page of what is trained, whatever classes are called, and computes nothing", async () => {
  await using desk = await Desk.open();
  const label = `(row) => row.x > 0 ? ${JSON.stringify(SCRIPT)} : "left"`;
  await desk.write(
    "p.ts",
    points({
      label,
      metrics: '[leat.errorRate(), leat.f1({ average: "macro" })]',
      expect: "[leat.errorRate.below(0.9), leat.errorRate.within(0.1)]",
      fit: "leat.constant(2, { learningRate: 0.1, batch: 16 })",
    }),
  );
  const untrained = await desk.run(["report", "./p.ts"]);
  assert.equal(untrained.code, 1);
  assert.match(
    untrained.err,
    /Cannot report on "\.\/p\.ts": it is not trained as it stands\n.*deno task train \.\/p\.ts/,
  );

  const { end: trained } = await desk.train("./p.ts");
  const { page, report, file, figures, events } = await reported(
    desk,
    "./p.ts",
    "--figures",
    "figures",
  );
  assert.equal(
    file,
    join(desk.cache, "reports", file?.split("/").at(-1) ?? ""),
  );
  assert.deepEqual(events.map(({ type }) => type), ["run.start", "report.end"]);
  checkPage(page);
  assert.deepEqual(titles(page), [
    "result",
    "training",
    "classes",
    "losses",
    "calibration",
    "data",
    "run",
  ]);
  assert.doesNotMatch(page, /https?:/);
  assert.match(
    page,
    /&lt;script src=\/\/x&gt;&quot;&#39;&amp;&lt;\/script&gt;/,
  );
  assert.match(page, /<pre>deno task train \.\/p\.ts<\/pre>/);
  assert.match(page, /prefers-color-scheme:dark.*@media print/s);
  assert.match(page, /1 more\s+compares\s+with the lock/);

  // The figures are those of the training, with intervals around them.
  assert.equal(report.target, "category");
  // Of 64 points a quarter is drawn, each by itself.
  const { count: asked } = report;
  assert.ok(asked > 5 && asked < 16);
  assert.deepEqual(
    Object.fromEntries(report.metrics.map(({ name, value }) => [name, value])),
    trained.metrics,
  );
  for (const { name, value, baseline, interval } of report.metrics) {
    assert.equal(baseline, trained.baseline[name]);
    assert.ok(interval && interval.low <= value && value <= interval.high);
  }
  assert.deepEqual(
    report.metrics.map(({ interval }) => interval?.method),
    ["wilson", "bootstrap"],
  );
  const cells = report.confusion?.flat() ?? [];
  assert.equal(cells.reduce((sum, count) => sum + count, 0), asked);
  const right = report.confusion?.reduce(
    (sum, row, at) => sum + (row[at] ?? 0),
    0,
  );
  assert.equal(1 - (right ?? NaN) / asked, trained.metrics["error_rate"]);
  assert.deepEqual(report.claims.map(({ holds }) => holds), [true]);
  assert.ok((report.calibration?.error ?? 2) <= 1);
  assert.equal(report.top_losses.length, asked);
  const losses = report.top_losses.map(({ loss }) => loss);
  assert.deepEqual(losses, [...losses].sort((one, other) => other - one));

  assert.deepEqual(
    figures.map((path) => path.split("/").at(-1)),
    [
      "loss",
      "metric-1",
      "metric-2",
      "learning-rate",
      "confusion",
      "calibration",
    ].flatMap((name) => [`${name}.svg`, `${name}.png`]),
  );
  const metadata = await sharp(join(desk.folder, "figures/confusion.png"))
    .metadata();
  assert.ok(metadata.width > 300);

  // The same is reported in the same bytes.
  const again = await reported(desk, "./p.ts", "--out", "again.html");
  assert.equal(again.file, join(desk.folder, "again.html"));
  assert.equal(again.page, page);
  const plain = await desk.run(["report", "./p.ts"]);
  assert.match(plain.out, /error_rate .*guessing.*\nReport: .*\.html\n/s);

  // Without a record of runs, what is stored is told all the same.
  await Deno.remove(`${desk.cache}/runs.sqlite`);
  await desk.write(".cache/runs.sqlite", "not a database".repeat(100));
  const unrecorded = await reported(desk, "./p.ts");
  assert.deepEqual(unrecorded.report, report);
  assert.ok(unrecorded.events.some(({ type }) => type === "warning"));
});

Deno.test("report ends with 2 where it is wrongly used, and leaves no half of a page", async () => {
  await using desk = await Desk.open();
  await desk.write("p.ts", points());
  await desk.write("trained.ts", points());
  await desk.train("./trained.ts");
  await desk.write("file", "");
  for (
    const [args, why] of [
      [["./absent.ts"], /Cannot find pipeline "\.\/absent\.ts"/],
      [["./p.ts", "--out", "no/p.html"], /there is no folder ".*no"\n.*--out/],
      [
        ["./p.ts", "--out", "."],
        /Cannot write the report "\.": it is a folder/,
      ],
      [["./p.ts", "--figures", "file"], /"file": it is a file\n.*--figures/],
      [["./trained.ts", "--out", "/proc/p.html"], /Cannot write the report/],
      [[], /missing required argument/],
    ] as const
  ) {
    const { code, err } = await desk.run(["report", ...args]);
    assert.equal(code, 2, err);
    assert.match(err, why);
  }
  assert.deepEqual(
    [...Deno.readDirSync(desk.folder)].map(({ name }) => name)
      .filter((name) => name.includes("html") || name.endsWith(".part")),
    [],
  );
});

Deno.test("report shows pictures, with names of anyone's making, small and few", async () => {
  await using desk = await Desk.open();
  for (let at = 0; at < 60; at++) {
    const colour = at % 2 === 0 ? "red" : "blue";
    const bytes = await drawn(colour, at, 400);
    await desk.write(`images/${colour}_${at}"'<b>&.jpg`, bytes);
  }
  await desk.write("images/red_broken.jpg", "no picture");
  await desk.write(
    "p.ts",
    pictures({ transforms: "[leat.flip(), leat.testTimeAugmentation()]" }),
  );
  await desk.train("./p.ts");
  const { page, report } = await reported(desk, "./p.ts");
  const elements = checkPage(page);
  assert.deepEqual(report.metrics.map(({ name }) => name), [
    "error_rate",
    "error_rate_tta",
  ]);
  assert.ok(report.metrics.every(({ interval }) => interval !== undefined));
  const images = elements.filter(({ name }) => name === "img");
  assert.equal(images.length, 16);
  for (const { attributes } of images) {
    assert.ok((attributes.get("src")?.length ?? 0) < 64 * 1024);
    assert.ok(Number(attributes.get("width")) <= 224);
  }
  assert.ok(page.length < 1_000_000);
  assert.match(page, /alt="(red|blue)_\d+&quot;&#39;&lt;b&gt;&amp;\.jpg: /);
  assert.match(page, /1 item could not be read.*red_broken\.jpg/s);
  assert.ok(report.top_losses.every(({ item }) => item.endsWith(".jpg")));
});

Deno.test("report tells numbers by their residuals, and tags one by one", async () => {
  await using desk = await Desk.open();
  await desk.write(
    "number.ts",
    points({
      label: "(row) => row.x * 2",
      loss: "leat.mse()",
      metrics: "[leat.rmse()]",
    }),
  );
  await desk.write(
    "tags.ts",
    points({
      label: `(row) => [
        ...row.x > 0 ? ["right"] : [],
        ...row.y > 0 ? ["<i>up"] : [],
      ]`,
      loss: "leat.binaryCrossEntropy()",
      metrics: "[leat.accuracy()]",
    }),
  );
  const { end: trained } = await desk.train("./number.ts");
  const number = await reported(desk, "./number.ts", "--figures", "figures");
  checkPage(number.page);
  assert.ok(titles(number.page).includes("quantities"));
  assert.ok(!titles(number.page).includes("calibration"));
  const { residuals, metrics, top_losses } = number.report;
  assert.ok((residuals?.mean_absolute ?? NaN) <= trained.metrics["rmse"]!);
  assert.equal(metrics[0]?.interval?.method, "bootstrap");
  assert.equal(top_losses[0]?.right, null);
  assert.deepEqual(
    number.figures.filter((path) => path.endsWith(".svg"))
      .map((path) => path.split("/").at(-1)),
    [
      // Of its one epoch there are no curves.
      "learning-rate.svg",
      "predicted.svg",
      "residuals.svg",
    ],
  );

  await desk.train("./tags.ts");
  const tags = await reported(desk, "./tags.ts");
  checkPage(tags.page);
  assert.deepEqual(
    tags.report.classes?.map((each) => each.class),
    ["<i>up", "right"],
  );
  assert.equal(tags.report.confusion, undefined);
  assert.match(tags.page, /<h2 id="classes">Tags<\/h2>/);
});

Deno.test("report tells of stages of the pipeline's own by the record of their run", async () => {
  await using desk = await Desk.open();
  await desk.write(
    "own.ts",
    points({
      before: `const constant = leat.defineStage("metrics", {
  op: "constantFigure",
  version: 1,
  params: (await import("zod")).z.strictObject({}),
  behave: () => ({ targets: ["category"], better: "lower", compute: () => 7 }),
});`,
      metrics: "[leat.errorRate(), constant({}) as never]",
    }),
  );
  const untrained = await desk.run(["report", "./own.ts"]);
  assert.equal(untrained.code, 1);
  const { end: trained } = await desk.train("./own.ts");
  const { page, report } = await reported(desk, "./own.ts");
  checkPage(page);
  const [known, own] = report.metrics;
  assert.equal(known?.value, trained.metrics["error_rate"]);
  assert.ok(known?.interval);
  assert.equal(own?.value, 7);
  assert.equal(own?.interval, undefined);
});
