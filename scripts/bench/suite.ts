import type { Device } from "../../src/engine/device/open_device.ts";
import type { Row } from "./row.ts";
import type { Duration } from "./turns.ts";

/** What a suite is given. */
export interface Bench {
  /** Open for as long as the suite runs. */
  readonly device: Device;
  readonly quick: boolean;
  /** Whether something of that name was asked for. */
  wants(what: string): boolean;
  /** Tells what is being done; not part of the results. */
  say(line: string): void;
}

/** Measures, and gives its rows as they come. */
export type Suite = (bench: Bench) => AsyncGenerator<Row>;

/** How long to measure something that takes seconds on a slow adapter. */
export function durationOf({ quick }: Pick<Bench, "quick">): Duration {
  return quick ? { turns: 1, leastMs: 100 } : { turns: 3, leastMs: 1000 };
}
