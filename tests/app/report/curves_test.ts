import assert from "node:assert/strict";
import type { EpochRow } from "../../../src/flow/events/event.ts";
import type { EpochProgram } from "../../../src/flow/graph/program.ts";
import {
  lossCurves,
  metricCurve,
  rateCurve,
} from "../../../src/app/report/figure/curves.ts";
import { asFile } from "../../../src/app/report/figure/drawing.ts";

function rowOf(phase: string, epoch: number, loss: number): EpochRow {
  return {
    phase,
    epoch,
    epochs: 2,
    train_loss: loss,
    valid_loss: loss / 2,
    metrics: { error_rate: loss / 4 },
    seconds: 1,
  };
}

const history = [
  rowOf("head", 1, 4),
  rowOf("head", 2, 2),
  rowOf("all", 1, NaN),
  rowOf("all", 2, 1),
];

function programOf(phase: string, epoch: number, steps: number): EpochProgram {
  return {
    phase,
    epoch,
    epochs: 2,
    firstTrainable: 0,
    reset: false,
    epochsBefore: 0,
    settings: Array.from(
      { length: steps },
      (_, at) => ({ rates: [0.1, at], momentum: 0.9 }),
    ),
  };
}

const countOf = (svg: string, mark: string) => svg.split(mark).length - 1;

Deno.test("curves leave out what is no number, and mark where a phase begins", () => {
  const svg = asFile(lossCurves(history));
  assert.doesNotMatch(svg, /NaN|undefined|Infinity/);
  // Three of four rows have losses, of two sets.
  assert.equal(countOf(svg, "<circle"), 6);
  assert.match(svg, />head</);
  assert.match(svg, />all</);
  // An epoch is called by its number: 4, and not 4.0.
  assert.match(svg, />4</);
  assert.doesNotMatch(svg, />4\.0</);
  assert.match(svg, /training loss from 4\.0000 to 1\.0000/);
});

Deno.test("a metric is drawn beside what guessing gives, where that is known", () => {
  const known = asFile(
    metricCurve(history, "error_rate", 0, { error_rate: 0.5 }),
  );
  assert.match(known, /Guessing gives 0\.5000/);
  const unknown = asFile(metricCurve(history, "error_rate", 0, {}));
  assert.doesNotMatch(unknown, /uessing|NaN/);
});

Deno.test("the rate of every step is drawn, and of many steps some", () => {
  assert.equal(rateCurve(history, []), undefined);
  const programs = history.map(({ phase, epoch }) =>
    programOf(phase, epoch, 100_000)
  );
  const drawing = rateCurve(history, programs);
  assert.match(drawing?.description ?? "", /^Over 400000 steps/);
  assert.ok(asFile(drawing!).length < 40_000);
});
