import type { Plan, PlannedNode } from "../../../flow/graph/plan.ts";
import type { Absent } from "../../data/not_here.ts";
import { columns } from "./columns.ts";
import { about, bytes, duration } from "../../format.ts";
import { joined } from "./plan_lines.ts";

/** Neighbouring nodes of which the same is to be said. */
interface Group extends Omit<PlannedNode, "name" | "key"> {
  readonly names: readonly string[];
}

/** `fit/full` of `fit/full/3`; nothing of what is no epoch. */
function chainOf(name: string): string | undefined {
  return /^(fit\/.*)\/\d+$/.exec(name)?.[1];
}

function alike(group: Group, { name, ...node }: PlannedNode): boolean {
  const chain = chainOf(name);
  return chain !== undefined && chainOf(group.names[0] ?? "") === chain &&
    group.state === node.state && group.reason === node.reason &&
    group.from === undefined && node.from === undefined &&
    (group.seconds === null) === (node.seconds === null);
}

function groupsOf(nodes: readonly PlannedNode[]): readonly Group[] {
  const groups: Group[] = [];
  for (const node of nodes) {
    const last = groups.at(-1);
    if (last === undefined || !alike(last, node)) {
      const { name, key: _key, ...rest } = node;
      groups.push({ ...rest, names: [name] });
      continue;
    }
    groups[groups.length - 1] = {
      ...last,
      names: [...last.names, node.name],
      seconds: last.seconds === null || node.seconds === null
        ? null
        : last.seconds + node.seconds,
    };
  }
  return groups;
}

function timeOf({ state, seconds }: Group): string {
  if (state === "reuse") return "";
  return seconds === null ? "unknown" : duration(seconds);
}

function whyOf({ from, reason }: Group): string {
  const parts = [from === undefined ? [] : [`from ${from}`], reason ?? []];
  return parts.flat().join(": ");
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What is fetched or drawn first: `oxford-iiit-pet (774.1 MiB) from …`. */
function absentLine({ kind, name, url, bytes: size, items }: Absent): string {
  if (kind === "drawing") return `To draw: ${name} (${items} items)`;
  const known = size === undefined ? "size not known" : bytes(size);
  return `To download: ${name} (${known}) from ${url}`;
}

function totalLine({ nodes, seconds }: Plan): string {
  const running = nodes.filter(({ state }) => state !== "reuse");
  if (running.length === 0) return "Nothing to do: every step was done before";
  if (seconds !== null) return `${capital(about(seconds))} in all`;
  const told = running.reduce((sum, node) => sum + (node.seconds ?? 0), 0);
  if (told === 0) return "Time not known: no earlier run tells it";
  const unknown = running.filter((node) => node.seconds === null)
    .map(({ name }) => name);
  return `Time not known: no earlier run tells that of ${
    joined(unknown).join(", ")
  }; the rest takes ${about(told)}`;
}

/** A plan as people read it: a line a node, then what it comes to. */
export function planTable(
  plan: Plan & { readonly absent: readonly Absent[] },
): readonly string[] {
  const rows = groupsOf(plan.nodes).map((group) => [
    group.state,
    joined(group.names).join(", "),
    timeOf(group),
    whyOf(group),
  ]);
  return [
    ...plan.absent.map(absentLine),
    ...columns(rows, { right: [2] }),
    ...plan.notes,
    totalLine(plan),
  ];
}
