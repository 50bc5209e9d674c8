import { changeText } from "../pipeline/change_text.ts";
import { changesIn } from "../pipeline/changes.ts";
import { isObject } from "../pipeline/nested.ts";
import { describedIn, type Outlook, type Past } from "./outlook.ts";
import type { NodeTrace } from "./trace.ts";

function settingsOf({ params }: NodeTrace): unknown {
  return isObject(params) ? params["settings"] : undefined;
}

function startOf(nodes: readonly NodeTrace[]): string | null | undefined {
  return nodes.find(({ kind }) => kind === "start")?.key;
}

/** `epoch 2`, or `epoch 1 of "unfrozen"` where there are several phases. */
export function epochWords(
  name: string,
  epochs: readonly { readonly name: string }[],
): string {
  const [, phase, epoch] = /^fit\/(.*)\/(\d+)$/.exec(name) ?? [];
  const several = epochs.some((each) => !each.name.startsWith(`fit/${phase}/`));
  return several ? `epoch ${epoch} of "${phase}"` : `epoch ${epoch}`;
}

/**
 * What more epochs than a finished run had come to: training goes on where a
 * longer one would have done the same so far, and begins anew where it would
 * not, as in a cycle, which is stretched.
 *
 * @param about the time of all that runs, in words; nothing where not known
 */
export function extensionNote(
  nodes: readonly Outlook[],
  { runs: [latest] }: Past,
  about: string | undefined,
): string | undefined {
  if (latest === undefined) return undefined;
  const before = describedIn(latest.nodes);
  const change = changesIn("", before, describedIn(nodes))
    .find(({ path }) => path === "fit.epochs");
  if (change === undefined) return undefined;
  const { before: was, after: is } = change;
  if (typeof was !== "number" || typeof is !== "number" || is <= was) {
    return undefined;
  }
  // With another start, all epochs are others, however many.
  if (startOf(nodes) !== startOf(latest.nodes)) return undefined;
  const epochs = nodes.filter(({ kind }) => kind === "epoch");
  const first = epochs.find(({ fate }) => fate !== "reuse");
  if (first === undefined) return undefined;
  const then = latest.nodes.find(({ name }) => name === first.name);
  const words = epochWords(first.name, epochs);
  const time = about === undefined ? "" : ` (${about})`;
  if (then === undefined) {
    const more = epochs.filter(({ fate }) => fate !== "reuse").length;
    return `${changeText(change)}: the finished run did the same so far, so ${
      more === 1 ? "1 epoch is" : `${more} epochs are`
    } added to it${time}`;
  }
  if (settingsOf(first) === settingsOf(then)) return undefined;
  return `${
    changeText(change)
  }: the learning rate of ${words} differs from the finished run, so the result needs a retrain from ${words}${time}`;
}
