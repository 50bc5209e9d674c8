import type { EpochRow } from "../../../flow/events/event.ts";
import { duration, figure } from "../../format.ts";

const WIDTH = 12;

/** The table that grows by a line an epoch; a new phase gets its own head. */
export class EpochTable {
  #phase = "";
  /** The metrics of its head: one that fails is in no row. */
  #names: readonly string[] = [];

  /** The lines that a row adds. */
  lines(row: EpochRow): readonly string[] {
    const begins = row.phase !== this.#phase;
    if (begins) this.#names = Object.keys(row.metrics);
    const names = this.#names;
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
    if (!begins) return [line];
    this.#phase = row.phase;
    return ["", row.phase, cells(titles), line];
  }
}
