import type { Calibration } from "../../../engine/inspect/calibration.ts";
import { figure } from "../../format.ts";
import type { Contents } from "../contents.ts";
import { reliability } from "../figure/reliability.ts";
import { html } from "../html.ts";
import { drawn, percent, type Section, table } from "../parts.ts";

/** Whether the model is as sure as it is right. */
export function calibration(
  { inspection: { target } }: Contents,
  found: Calibration,
): Section {
  const { bins, error } = found;
  const held = bins.filter(({ count }) => count > 0);
  const what = target === "tags"
    ? "Each probability of a tag is a forecast that the tag is there."
    : "The probability of the class that the model names is a forecast that it is right.";
  return {
    id: "calibration",
    title: "Calibration",
    body: html`
      <p>The expected calibration error is <strong>${figure(
        error,
      )}</strong>. ${what}</p>
      <div
        class="figures">${drawn(reliability(found))}<div>${table(
          "Forecasts by how sure they were",
          [
            { title: "sure" },
            { title: "on average", number: true },
            { title: "right", number: true },
            { title: "forecasts", number: true },
          ],
          held.map(({ from, to, confidence, accuracy, count }) => [
            `${percent(from)} to ${percent(to)}`,
            percent(confidence),
            percent(accuracy),
            count,
          ]),
        )}<p class="soft">The expected calibration error is the mean over all forecasts of |how often it was right - how sure it was| in their bin, of ten bins of one width (Guo et al., 2017). Lines are 95% intervals; larger dots hold more forecasts. Above the diagonal the model is too modest, below it too sure.</p></div></div>
    `,
  };
}
