import type { EventOf } from "../../../flow/events/event.ts";

type PlanEvent = EventOf<"plan">;
type Plan = PlanEvent["nodes"];

/** `fit/full/1`, `fit/full/2`, `fit/full/3` as `fit/full/1-3`. */
export function joined(names: readonly string[]): readonly string[] {
  const runs: { stem: string; first: number; last: number }[] = [];
  const parts = names.map((name) => {
    const [, stem, digits] = /^(.*\/)(\d+)$/.exec(name) ?? [];
    if (stem === undefined) return name;
    const number = Number(digits);
    const before = runs.at(-1);
    if (before && before.stem === stem && before.last === number - 1) {
      before.last = number;
      return undefined;
    }
    const run = { stem, first: number, last: number };
    runs.push(run);
    return run;
  });
  return parts.flatMap((part) => {
    if (part === undefined || typeof part === "string") return part ?? [];
    const { stem, first, last } = part;
    return `${stem}${first === last ? first : `${first}-${last}`}`;
  });
}

/** What a run is about to do, what it need not do, and what may be decided. */
export function planLines(
  { nodes, notes = [] }: Omit<PlanEvent, "type">,
): readonly string[] {
  const line = (title: string, some: Plan) =>
    some.length === 0
      ? []
      : [`${title}: ${joined(some.map(({ name }) => name)).join(", ")}`];
  const toDo = nodes.filter(({ state }) => state !== "reuse");
  // What comes after the first that runs mostly runs because of that.
  const { reason, from } = toDo[0] ?? {};
  return [
    ...line("To do", toDo),
    ...reason === undefined || reason === "no record" ? [] : [`Why: ${reason}`],
    ...from === undefined ? [] : [`Going on from ${from}`],
    ...line("Done before", nodes.filter(({ state }) => state === "reuse")),
    ...notes,
  ];
}
