import { byFamily, OTHERS } from "../../../engine/kernels/families.ts";
import type {
  EngineReport,
  KernelFallback,
} from "../../../flow/events/engine_report.ts";
import { bytes } from "../../format.ts";

/** Shapes that a line names; others are counted. */
const NAMED = 2;

const list = new Intl.ListFormat("en-GB");

/** How the engine took its steps, and which kernels it computed them with. */
export function engineLines(report: EngineReport): readonly string[] {
  return [
    stepsLine(report),
    ...memoryLine(report),
    ...coveredLine(report),
    ...fallbackLines(report.fallbacks),
    ...otherLines(report.others),
  ];
}

function stepsLine({ steps, replay_bytes }: EngineReport): string {
  const { replayed, anew } = steps;
  const kept = replay_bytes === 0
    ? ""
    : `; ${bytes(replay_bytes)} kept on the device to replay them`;
  return `Steps: ${replayed} replayed, ${anew} done anew${kept}`;
}

/** What of the device's memory was taken, beside what was planned. */
function memoryLine({ memory }: EngineReport): readonly string[] {
  if (memory === undefined || memory.most === 0) return [];
  const { most, planned } = memory;
  const plan = planned === undefined ? "" : `; ${bytes(planned)} were planned`;
  return [`Memory: buffers on the device took at most ${bytes(most)}${plan}`];
}

/** The families that tfjs had no part in. */
function coveredLine({ kernels, fallbacks }: EngineReport): readonly string[] {
  const fallen = byFamily(fallbacks.map(({ kernel }) => kernel));
  const covered = [...byFamily(Object.keys(kernels)).keys()]
    .filter((family) => family !== OTHERS && !fallen.has(family));
  return covered.length === 0
    ? []
    : [`All ${list.format(covered)} ran on Leat's kernels`];
}

function fallbackLines(
  fallbacks: readonly KernelFallback[],
): readonly string[] {
  if (fallbacks.length === 0) return [];
  const alike = Map.groupBy(fallbacks, ({ kernel, why }) => `${kernel} ${why}`);
  return [
    "Kernels of tfjs ran in place of Leat's, by calls (replays make none):",
    ...[...alike.values()].sort((a, b) => callsOf(b) - callsOf(a))
      .map(fallbackLine),
  ];
}

function otherLines(others: EngineReport["others"]): readonly string[] {
  const calls = Object.entries(others);
  if (calls.length === 0) return [];
  return [
    `Kernels of tfjs that Leat has none for: ${
      calls.map(([kernel, count]) => `${count} x ${kernel}`).join(", ")
    }`,
  ];
}

function callsOf(alike: readonly KernelFallback[]): number {
  return alike.reduce((sum, { calls }) => sum + calls, 0);
}

function fallbackLine(alike: readonly KernelFallback[]): string {
  const [{ kernel, why } = { kernel: "", why: "" }] = alike;
  const named = alike.slice(0, NAMED).map(({ on }) => on).join("; ");
  const rest = alike.length - NAMED;
  const others = rest > 0 ? `; ${rest} more` : "";
  return `  ${callsOf(alike)} x ${kernel}: ${why} (${named}${others})`;
}
