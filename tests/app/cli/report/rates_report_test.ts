import assert from "node:assert/strict";
import { RatesReport } from "../../../../src/app/cli/report/rates_report.ts";
import type {
  RatesEnd,
  RatesEvent,
} from "../../../../src/app/run/find_rates.ts";
import { suggest } from "../../../../src/engine/rates/suggest.ts";
import { trial } from "../../_plots.ts";

/** The lines that a report prints for some events. */
function shown(
  events: readonly RatesEvent[],
  columns?: number,
): readonly string[] {
  const out: string[] = [];
  const { log } = console;
  console.log = (line: string) => void out.push(line);
  try {
    const report = new RatesReport("deno task train pets", columns);
    for (const event of events) report.show(event);
  } finally {
    console.log = log;
  }
  return out;
}

const end: RatesEnd = {
  type: "rates.end",
  status: "ok",
  ...trial,
  suggestions: suggest(trial),
  adapter: null,
  figure: "/cache/rates/pets.svg",
  setting: "fit.baseLearningRate",
  seconds: 12.3,
};

Deno.test("a report of rates is plain numbers when piped", () => {
  const lines = shown([
    { type: "notice", text: "Trying 100 rates, on all layers" },
    { type: "rate", step: 1, steps: 100, rate: 1e-7, loss: 0.75 },
    { type: "rate", step: 2, steps: 100, rate: 1.2022644e-7, loss: 0.5 },
    end,
  ]);
  assert.deepEqual(lines.slice(0, 5), [
    "Trying 100 rates, on all layers",
    "",
    "        rate        loss",
    "        1e-7      0.7500",
    "      1.2e-7      0.5000",
  ]);
  assert.match(lines[6] ?? "", /^valley {3}\S+ +amid the longest fall/);
  assert.deepEqual(lines.slice(-3), [
    "Curve: /cache/rates/pets.svg",
    `To train with it: deno task train pets --set fit.baseLearningRate=${
      /^valley +(\S+)/.exec(lines[6] ?? "")?.[1]
    }`,
    "12s in all",
  ]);
  // deno-lint-ignore no-control-regex -- what draws must not be there
  assert.doesNotMatch(lines.join("\n"), /[\x1b\r\u2800-\u28ff]/);
});

Deno.test("a report of rates calls a loss infinite that is", () => {
  const step: RatesEvent = {
    type: "rate",
    step: 1,
    steps: 9,
    rate: 1,
    loss: Infinity,
  };
  const sent: RatesEvent = JSON.parse(JSON.stringify(step));
  assert.deepEqual(shown([step, sent]).slice(2), [
    "           1    infinite",
    "           1    infinite",
  ]);
});

Deno.test("a report of rates draws the curve on a screen", () => {
  const lines = shown([end], 80);
  assert.equal(lines.filter((line) => /[\u2801-\u28ff]/.test(line)).length, 14);
  assert.ok(lines.some((line) => /^V valley {3}\S+ +amid/.test(line)));
  assert.ok(lines.some((line) => /^L slide/.test(line)));
});

Deno.test("a report of rates says why there are fewer, or none", () => {
  const diverged = shown([{ ...end, ended: "diverged" }]);
  assert.match(diverged[0] ?? "", /^The loss rose over four times its lowest/);
  const broken = shown([{ ...end, ended: "not a number" }]);
  assert.match(broken[0] ?? "", /^The loss was not a number any more/);
  const none = shown([{
    ...end,
    suggestions: { valley: null, steep: null, minimum: null, slide: null },
    figure: null,
    setting: null,
  }]);
  assert.ok(none.includes("valley   none      the curve is too short"));
  assert.ok(!none.some((line) => /^Curve|^To train/.test(line)));
});

Deno.test("a report of rates tells a stop, and leaves a failure to its error", () => {
  const nothing = { ...end, ended: null, suggestions: null };
  assert.deepEqual(shown([{ ...nothing, status: "cancelled" }]), [
    "Stopped; nothing is kept",
  ]);
  assert.deepEqual(shown([{ ...nothing, status: "failed" }]), []);
});
