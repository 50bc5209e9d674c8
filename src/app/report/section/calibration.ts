import type { Calibration } from "../../../engine/inspect/calibration.ts";
import { figure } from "../../format.ts";
import type { Contents } from "../contents.ts";
import { reliability } from "../figure/reliability.ts";
import { html } from "../html.ts";
import { drawn, percent, type Section, table } from "../parts.ts";

/** Apart by less, how sure and how right a model is are about equal. */
const ABOUT_EQUAL = 0.02;

/** How sure the model is in all, beside how right it is. */
function sureness(
  bins: Calibration["bins"],
  target: Contents["inspection"]["target"],
): string {
  const count = bins.reduce((sum, bin) => sum + bin.count, 0);
  const mean = (of: (bin: (typeof bins)[number]) => number) =>
    bins.reduce((sum, bin) => sum + bin.count * of(bin), 0) / count;
  const sure = mean(({ confidence }) => confidence);
  const right = mean(({ accuracy }) => accuracy);
  const verdict = Math.abs(sure - right) < ABOUT_EQUAL
    ? "about as sure as it is right"
    : sure > right
    ? "surer than it may be"
    : "less sure than it may be";
  const [is, comes] = target === "tags"
    ? ["gives a tag", "it is there in"]
    : ["is sure by", "is right in"];
  return `On average the model ${is} ${percent(sure)}, and ${comes} ${
    percent(right)
  } of cases: it is ${verdict}.`;
}

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
      <p>${what} ${sureness(
        held,
        target,
      )} Bin by bin, the two are <strong>${percent(
        error,
      )}</strong> apart on average: the expected calibration error is ${figure(
        error,
      )}.</p>
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
