import { constant, fineTune, flatCos, oneCycle, sgdr, slice } from "leat";
import type { StepSettings } from "../../../src/flow/stage/schedule.ts";
import {
  type EpochProgram,
  programOf,
} from "../../../src/flow/graph/program.ts";
import type { Rows } from "../compare.ts";
import { setting } from "./setting.ts";

const GROUPS = 3;
const STEPS = 92;

type Fit = Parameters<typeof programOf>[0];

/** The epochs of a schedule, and what the optimizer is told in them. */
function programs(
  { behaviour }: { readonly behaviour: Fit },
  steps: number,
): readonly EpochProgram[] {
  return programOf(behaviour, { groups: GROUPS, steps });
}

function settings(fit: { readonly behaviour: Fit }, steps: number) {
  return programs(fit, steps).flatMap((each) => each.settings);
}

/** The rate of the last group, at each step. */
function rates(all: readonly StepSettings[]): number[] {
  return all.map((each) => each.rates.at(-1) ?? NaN);
}

function phaseRows(
  name: string,
  { settings }: Pick<EpochProgram, "settings">,
  steps: readonly number[],
): Rows {
  const at = (step: number) => settings[step] ?? { rates: [], momentum: NaN };
  return {
    ...Object.fromEntries(steps.map((step) => [
      `fine_tune(1) ${name}, step ${step}: rates`,
      at(step).rates,
    ])),
    [`fine_tune(1) ${name}: momentum`]: steps.map((step) => at(step).momentum),
  };
}

/** The highest rates of a schedule with these learning rates. */
function spaced(learningRate: ReturnType<typeof slice>): readonly number[] {
  const [phase] = constant(1, { learningRate }).behaviour
    .phases({ groups: GROUPS });
  return phase?.at(0).rates ?? [];
}

/** Sections 2.1 to 2.3: what the optimizer is told, step by step. */
export function schedules(): Rows {
  const tuned = fineTune(1);
  const cycled = oneCycle(1);
  const tuning = programs(tuned, STEPS);
  const [frozen, unfrozen] = tuning;
  const longer = programs(fineTune(2, { freezeEpochs: 2 }), 5);
  const inPhase = (name: string) =>
    longer.filter(({ phase }) => phase === name)
      .flatMap((each) => each.settings);
  const cycle = settings(oneCycle(1, { learningRate: 1e-2 }), 10);
  return {
    "fine_tune: base_lr": setting(tuned, "baseLearningRate"),
    "fine_tune: freeze_epochs": setting(tuned, "freezeEpochs"),
    "fine_tune: lr_mult": setting(tuned, "learningRateMultiplier"),
    "fine_tune: pct_start": setting(tuned, "warmup"),
    "fine_tune: div": setting(tuned, "division"),
    "fit_one_cycle: div": setting(cycled, "division"),
    "fit_one_cycle: div_final": setting(cycled, "finalDivision"),
    "fit_one_cycle: pct_start": setting(cycled, "warmup"),
    "learning rate unless told": setting(cycled, "learningRate"),
    ...frozen && phaseRows("frozen", frozen, [0, 23, 46, 91]),
    ...unfrozen && phaseRows("unfrozen", unfrozen, [0, 13, 28, 60, 91]),
    "fine_tune(1): fits": tuning.filter(({ reset }) => reset).length,
    "fine_tune(2, freeze_epochs=2) frozen: rates": rates(
      inPhase("frozen"),
    ),
    "fine_tune(2, freeze_epochs=2) unfrozen: rates": rates(
      inPhase("unfrozen"),
    ),
    "fit_one_cycle(1, 1e-2): rates": rates(cycle),
    "fit_one_cycle(1, 1e-2): momentum": cycle.map(({ momentum }) => momentum),
    "fit_one_cycle(3, 1e-2): rates": rates(
      settings(oneCycle(3, { learningRate: 1e-2 }), 5),
    ),
    "fit_flat_cos(1, 1e-2): rates": rates(
      settings(flatCos(1, { learningRate: 1e-2 }), 12),
    ),
    "fit_sgdr(2, 1, 1e-2): rates": rates(
      settings(sgdr(2, { learningRate: 1e-2 }), 6),
    ),
    "slice(1e-5, 1e-3)": spaced(slice(1e-5, 1e-3)),
    "slice(1e-3)": spaced(slice(1e-3)),
  };
}
