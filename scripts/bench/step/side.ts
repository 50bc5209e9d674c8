import type { Side } from "../turns.ts";

/** Who does the steps of a task. */
export interface StepSide {
  readonly name: string;
  /** How many numbers it trains. */
  readonly parameters: number;
  /** By how much of a loss it may differ, where that is more than rounding. */
  readonly tolerance?: number;
  /** Does so many steps, and resolves with their losses when all are done. */
  steps(count: number): Promise<readonly number[]>;
  /** Does what only the first steps do; called once, before it is measured. */
  warm?(): Promise<void>;
  close(): void;
}

/** The side as what is measured. */
export function sideOf({ name, ...side }: StepSide): Side {
  return {
    name,
    run: async (times) => {
      await side.steps(times);
    },
  };
}
