import { posix } from "node:path";
import { hashOf, sha256 } from "../../base/codec/sha256.ts";
import { moduleVanished } from "../../base/errors/remote.ts";
import { unlessAbsent } from "../../base/store/unless_absent.ts";
import type { ModulesPin, Pin } from "../lock/lock.ts";
import type { ModuleGraph } from "./module_graph.ts";

/** The modules of a pipeline from an address, by their content. */
export interface ModuleTree {
  /** Where it was asked for. */
  readonly url: string;
  /** Stands for all of it: each module's bytes, and what leads where. */
  readonly root: string;
  /** By address. */
  readonly modules: ReadonlyMap<string, TreeModule>;
  /** From address to address. */
  readonly redirects: Readonly<Record<string, string>>;
}

/** One module, and what it says. */
export interface TreeModule extends Pin {
  readonly bytes: Uint8Array;
}

const METADATA = new TextEncoder().encode("\n// denoCacheMetadata=");

/** What came from the server, without the line that Deno's cache adds. */
function contentOf(cached: Uint8Array): Uint8Array {
  const at = lastIndexOf(cached, METADATA);
  return at < 0 ? cached : cached.subarray(0, at);
}

function lastIndexOf(bytes: Uint8Array, part: Uint8Array): number {
  for (let at = bytes.length - part.length; at >= 0; at--) {
    if (part.every((byte, index) => bytes[at + index] === byte)) return at;
  }
  return -1;
}

/** How an address is called within its tree: the same on every host. */
function nameWithin(entry: URL, text: string): string {
  const url = new URL(text);
  const path = posix.relative(posix.dirname(entry.pathname), url.pathname);
  return `${path}${url.search}`;
}

/**
 * The root of a tree: it changes with every byte of every module, with their
 * places beside each other, and with which of them is the first; not with the
 * host.
 *
 * @param pins modules by address
 */
export function rootOf(
  url: string,
  pins: Readonly<Record<string, Pick<Pin, "sha256">>>,
  redirects: ModuleTree["redirects"],
): string {
  const entry = new URL(url);
  const name = (text: string) => nameWithin(entry, text);
  return hashOf({
    entry: name(url),
    modules: Object.fromEntries(
      Object.entries(pins).map(([at, { sha256 }]) => [name(at), sha256]),
    ),
    redirects: Object.fromEntries(
      Object.entries(redirects).map(([from, to]) => [name(from), name(to)]),
    ),
  });
}

/**
 * Reads the modules of a checked graph from Deno's cache.
 *
 * @param url where the graph begins
 * @throws {PipelineError} when one of them is there no more
 */
export async function moduleTree(
  url: string,
  { modules, redirects }: ModuleGraph,
): Promise<ModuleTree> {
  const held = new Map<string, TreeModule>();
  for (const { specifier, local = "" } of modules) {
    const cached = await unlessAbsent(Deno.readFile(local));
    if (cached === undefined) throw moduleVanished(url, specifier);
    const bytes = contentOf(cached);
    held.set(specifier, { bytes, sha256: sha256(bytes), size: bytes.length });
  }
  const root = rootOf(url, Object.fromEntries(held), redirects);
  return { url, root, modules: held, redirects };
}

/** A tree as a lock holds it. */
export function pinOf({ root, modules }: ModuleTree): ModulesPin {
  const pins = [...modules].map(([url, { sha256, size }]) =>
    [url, { sha256, size }] as const
  );
  return { root, modules: Object.fromEntries(pins) };
}
