import { dirname, join, resolve } from "node:path";
import { figureUnwritable } from "../../base/errors/command.ts";
import type { TriedRates } from "../../engine/run/rates/try_rates.ts";
import { ratePlot } from "../figure/rate_plot.ts";
import { ratesSvg } from "../figure/rates_svg.ts";
import { writeFigure } from "../figure/write_figure.ts";
import { callerFolder, storeRoot } from "../paths.ts";
import type { Figure } from "../run/find_rates.ts";
import type { PipelineAddress } from "../address/locate.ts";

/** Draws a trial where it was asked for, or in the store beside the models. */
export class RatesFigure implements Figure {
  readonly #out: string | undefined;

  /** @param out as the user wrote it */
  constructor(out: string | undefined) {
    this.#out = out;
  }

  /** @throws {PipelineError} when there is no folder for it, or it is one */
  async check(): Promise<void> {
    if (this.#out === undefined) return;
    const path = resolve(callerFolder(), this.#out);
    const isFolder = async (path: string) =>
      (await Deno.stat(path).catch(() => undefined))?.isDirectory === true;
    const folder = dirname(path);
    if (!await isFolder(folder)) {
      throw figureUnwritable(this.#out, `there is no folder "${folder}"`);
    }
    if (await isFolder(path)) {
      throw figureUnwritable(this.#out, "it is a folder");
    }
  }

  /** @throws {PipelineError} when it cannot be written */
  async draw(
    { spoken, slug }: PipelineAddress,
    tried: TriedRates,
  ): Promise<string | null> {
    const plot = ratePlot(tried, tried.suggestions);
    if (plot === undefined) return null;
    const path = this.#out === undefined
      ? join(storeRoot(), "rates", `${slug}.svg`)
      : resolve(callerFolder(), this.#out);
    const title = `Loss while the learning rate grows: ${spoken}`;
    try {
      await writeFigure(path, ratesSvg(plot, title));
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw figureUnwritable(this.#out ?? path, why);
    }
    return path;
  }
}
