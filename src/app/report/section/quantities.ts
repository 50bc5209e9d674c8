import type { Residuals } from "../../../engine/inspect/residuals.ts";
import { figure } from "../../format.ts";
import type { Contents } from "../contents.ts";
import { residualHistogram, scatter } from "../figure/quantities.ts";
import { html } from "../html.ts";
import { drawn, type Section, table } from "../parts.ts";

/** How far predicted numbers are from actual ones. */
export function quantities(
  { trained: { predictions } }: Contents,
  residuals: Residuals,
): Section {
  const { mean, meanAbsolute, explained } = residuals;
  return {
    id: "quantities",
    title: "Predicted and actual",
    body: html`<div class="figures">${drawn(scatter(predictions))}${
      drawn(residualHistogram(residuals))
    }</div>${
      table("Residuals: predicted less actual", [
        { title: "figure" },
        { title: "value", number: true },
        { title: "meaning" },
      ], [
        ["mean", figure(mean), "above 0 the model says too much"],
        ["mean size", figure(meanAbsolute), "the mean absolute error"],
        [
          "variance explained",
          Number.isFinite(explained) ? figure(explained) : "–",
          "R²: 1 is exact, 0 is no better than the mean of this set",
        ],
      ])
    }`,
  };
}
