import type { PipelineDescription } from "../pipeline/description.ts";
import { type Front, frontHashes } from "./front.ts";
import { plain } from "./plain.ts";
import type { NodeTrace } from "./trace.ts";

/**
 * The steps before anything is read, as nodes. They always run and are told by
 * what they gave: nothing is stored under a key of theirs.
 */
export function frontTraces(
  { source, split }: PipelineDescription,
  front: Front,
): readonly NodeTrace[] {
  const hashes = frontHashes(front);
  const trace = (
    name: keyof typeof hashes,
    { version, ...rest }: Pick<NodeTrace, "version" | "params" | "inputs">,
  ): NodeTrace => ({
    name,
    kind: name,
    version,
    ...rest,
    key: null,
    outHash: hashes[name],
    seconds: null,
    items: front.items.length,
  });
  return [
    trace("source", {
      version: source.version,
      params: plain(source),
      inputs: {},
    }),
    // A function, which only what it gives tells of.
    trace("label", {
      version: 0,
      params: null,
      inputs: { source: hashes.source },
    }),
    trace("split", {
      version: split.version,
      params: plain(split),
      inputs: { source: hashes.source, label: hashes.label },
    }),
  ];
}
