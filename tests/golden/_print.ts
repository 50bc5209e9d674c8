import { canonical } from "../../src/base/codec/canonical.ts";
import type { EpochNode } from "../../src/flow/graph/epoch_node.ts";
import type { Computed, Node } from "../../src/flow/graph/node.ts";
import type { StepSettings } from "../../src/flow/stage/schedule.ts";

function nameOf(node: Node): string {
  return "given" in node ? "given" : node.name;
}

function settingsOf(
  node: Computed | EpochNode,
): Readonly<Record<string, unknown>> {
  const { params } = node;
  if (params === null || typeof params !== "object") return { params };
  if (!("program" in node)) return { ...params };
  // For people: where the steps begin and end, instead of the hash of all.
  const { settings } = node.program;
  const digits = (
    { rates, momentum }: StepSettings | undefined = {
      rates: [],
      momentum: NaN,
    },
  ) => [...rates, momentum].map((each) => Number(each.toPrecision(6)));
  return {
    ...params,
    settings: [settings.length, digits(settings[0]), digits(settings.at(-1))],
  };
}

/** A graph for people: what each node is made of, reads and follows. */
export function print(nodes: readonly (Computed | EpochNode)[]): string {
  return nodes.map((node) => {
    const { name, kind, version, inputs, after } = node;
    const settings = Object.entries(settingsOf(node))
      .map(([key, value]) => `  ${key}: ${canonical(value)}`);
    const read = Object.entries(inputs)
      .map(([key, input]) => `  reads ${key}: ${nameOf(input)}`);
    const follows = after ? [`  after ${after.name}`] : [];
    return [`${name} (${kind} ${version})`, ...settings, ...read, ...follows]
      .join("\n");
  }).join("\n\n") + "\n";
}
