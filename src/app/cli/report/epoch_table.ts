import type { EpochRow } from "../../../flow/events/event.ts";
import { duration, figure } from "./format.ts";

const WIDTH = 12;

/** The table that grows by a line an epoch; a new phase gets its own head. */
export class EpochTable {
  #phase = "";

  /** The lines that a row adds. */
  lines(row: EpochRow): readonly string[] {
    const names = Object.keys(row.metrics);
    const titles = ["epoch", "train_loss", "valid_loss", ...names, "time"];
    const cells = (values: readonly string[]) =>
      values.map((value, at) =>
        value.padStart(Math.max(WIDTH, (titles[at]?.length ?? 0) + 2))
      ).join("");
    const line = cells([
      `${row.epoch}/${row.epochs}`,
      figure(row.train_loss),
      figure(row.valid_loss),
      ...names.map((name) => figure(row.metrics[name] ?? NaN)),
      duration(row.seconds),
    ]);
    if (row.phase === this.#phase) return [line];
    this.#phase = row.phase;
    return ["", row.phase, cells(titles), line];
  }
}
