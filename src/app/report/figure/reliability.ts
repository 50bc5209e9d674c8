import type { Calibration } from "../../../engine/inspect/calibration.ts";
import { wilson } from "../../../engine/inspect/interval.ts";
import { linearTicks } from "../../figure/ticks.ts";
import { figure } from "../../format.ts";
import { html } from "../html.ts";
import type { Drawing } from "./drawing.ts";
import { at, plot } from "./plot.ts";

const SHARE = { low: 0, high: 1, ticks: linearTicks(0, 1, 5) };

/** How often forecasts came true, by how sure they were. */
export function reliability({ bins, error }: Calibration): Drawing {
  const held = bins.filter(({ count }) => count > 0);
  const most = held.reduce((most, { count }) => Math.max(most, count), 1);
  return {
    name: "calibration",
    title: "Reliability diagram",
    description:
      `In ${held.length} bins of confidence; the expected calibration error is ${
        figure(error)
      }. On the diagonal a model is as sure as it is right.`,
    ...plot({
      x: { ...SHARE, label: "how sure the model is" },
      y: { ...SHARE, label: "how often it is right" },
      height: 380,
      keys: [{ text: "as sure as right", look: "rule" }],
    }, ({ x, y }) =>
      html`
        <path class="rule"
          d="M${x(0)},${y(0)}L${x(1)},${y(1)}" />${held.map(
            ({ count, confidence, accuracy }) => {
              const { low, high } = wilson(accuracy, count);
              const [across, up] = [x(confidence), y(accuracy)];
              const radius = at(3 + 9 * Math.sqrt(count / most));
              return html`
                <path class="line one" d="M${across},${y(low)}V${y(high)}" />
                <circle class="fill-one" fill-opacity="0.75" cx="${across}" cy="${up}"
                  r="${radius}" />
              `;
            },
          )}
      `),
  };
}
