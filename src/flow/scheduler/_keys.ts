import type { Entry } from "../../base/store/store.ts";
import { type Computed, type Node, nodeKey } from "../graph/node.ts";

/** How the result of an input is come by: found, or computed too. */
export type Look = (input: Computed) => Promise<Entry | undefined>;

/** Makes the keys of nodes, of what their inputs gave. */
export class Keys {
  /** Of nodes with `after`, which all that comes later asks for again. */
  readonly #keys = new WeakMap<Computed, string>();
  readonly #foresee: ((node: Computed) => string | undefined) | undefined;

  /** @param foresee the output hash of what is not stored, if it can tell */
  constructor(foresee?: (node: Computed) => string | undefined) {
    this.#foresee = foresee;
  }

  /** The key of a node; nothing where an input of it has no result. */
  async of(node: Computed, look: Look): Promise<string | undefined> {
    // A loop over the chain before it, which may be thousands of epochs.
    const unknown: Computed[] = [];
    let from: Computed | undefined = node;
    while (from && !this.#keys.has(from)) {
      unknown.push(from);
      from = from.after;
    }
    let key = from && this.#keys.get(from);
    for (const each of unknown.reverse()) {
      const { kind, version, params } = each;
      const inputs = await this.inputHashes(each, look);
      if (inputs === undefined) return undefined;
      const after = key === undefined ? {} : { after: key };
      key = nodeKey({ kind, version, params, inputs, ...after });
      if (each.after) this.#keys.set(each, key);
    }
    return key;
  }

  /** The hash of each input; nothing where one of them has no result. */
  async inputHashes(
    node: Computed,
    look: Look,
  ): Promise<Readonly<Record<string, string>> | undefined> {
    const hashes: Record<string, string> = {};
    for (const [name, input] of Object.entries(node.inputs)) {
      const hash = await this.outputHash(input, look);
      if (hash === undefined) return undefined;
      hashes[name] = hash;
    }
    return hashes;
  }

  /** The hash of what an input gave, or will give. */
  async outputHash(input: Node, look: Look): Promise<string | undefined> {
    if ("given" in input) return input.given;
    if (input.virtual) return await this.of(input, look);
    return (await look(input))?.meta.outHash ?? this.#foresee?.(input);
  }
}
