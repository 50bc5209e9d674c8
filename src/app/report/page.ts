import type { Contents } from "./contents.ts";
import { documentOf } from "./document.ts";
import { confusionDrawing } from "./figure/confusion.ts";
import type { Drawing } from "./figure/drawing.ts";
import { residualHistogram, scatter } from "./figure/quantities.ts";
import { reliability } from "./figure/reliability.ts";
import type { Section } from "./parts.ts";
import { calibration } from "./section/calibration.ts";
import { classes, SHOWN } from "./section/classes.ts";
import { data } from "./section/data.ts";
import { losses } from "./section/losses.ts";
import { provenance } from "./section/provenance.ts";
import { quantities } from "./section/quantities.ts";
import { standfirst, summary } from "./section/summary.ts";
import { training, trainingDrawings } from "./section/training.ts";

/** The parts of a report, as the kind of answer has them. */
function sectionsOf(contents: Contents): readonly Section[] {
  const { inspection } = contents;
  const { residuals, calibration: sureness } = inspection;
  return [
    summary(contents),
    training(contents),
    residuals ? quantities(contents, residuals) : classes(contents),
    losses(contents),
    ...sureness ? [calibration(contents, sureness)] : [],
    data(contents),
    provenance(contents),
  ];
}

/** Every drawing of a report, for files of their own. */
export function drawingsOf(contents: Contents): readonly Drawing[] {
  const { inspection, trained } = contents;
  const { confusion, classes, calibration, residuals } = inspection;
  return [
    ...trainingDrawings(contents),
    ...confusion && classes.length <= SHOWN
      ? [confusionDrawing(confusion, classes)]
      : [],
    ...calibration ? [reliability(calibration)] : [],
    ...residuals
      ? [scatter(trained.predictions), residualHistogram(residuals)]
      : [],
  ];
}

/** A report as one page that needs nothing else. */
export function reportPage(contents: Contents): string {
  const { pipeline } = contents;
  return documentOf({
    title: `${pipeline}: report`,
    heading: pipeline,
    standfirst: standfirst(contents),
    sections: sectionsOf(contents),
    footer: "Made by Leat from what is stored; nothing was computed anew.",
  });
}
