import type { Contents } from "./contents.ts";

/** The figures of a report as data, for programs; pictures are in the page. */
export function figuresTold({ metrics, claims, inspection, cards }: Contents) {
  const { target, count, classes, confusion, confused, figures, calibration } =
    inspection;
  const { residuals } = inspection;
  return {
    target,
    count,
    metrics,
    claims,
    ...target === "quantity" ? {} : {
      classes: figures.map((each, at) => ({ class: classes[at], ...each })),
    },
    ...confusion
      ? {
        confusion,
        confused: confused.map(({ actual, predicted, count }) => ({
          actual: classes[actual],
          predicted: classes[predicted],
          count,
        })),
      }
      : {},
    ...calibration ? { calibration } : {},
    ...residuals
      ? {
        residuals: {
          mean: residuals.mean,
          mean_absolute: residuals.meanAbsolute,
          explained: residuals.explained,
        },
      }
      : {},
    top_losses: cards.map(({ picture: _picture, row: _row, ...card }) => card),
  };
}
