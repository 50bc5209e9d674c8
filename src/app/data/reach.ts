import { isAbsolute } from "node:path";
import { isLoopbackHost } from "../../base/codec/ip_address.ts";
import { leadsOut } from "../../base/codec/leads_out.ts";
import { isWebAddress } from "../../base/codec/web_address.ts";
import {
  dataTooLarge,
  dataUnpinned,
  localPathRefused,
  refusedDataUrl,
  unknownPackageData,
} from "../../base/errors/remote_data.ts";
import { type AdmitUrl, publicHosts } from "../../base/store/public_hosts.ts";
import type { PinnedKind } from "../lock/pinning.ts";

/** In bytes, of one file that is fetched. */
const LARGEST: Readonly<Record<PinnedKind, number>> = {
  datasets: 20 * 2 ** 30,
  weights: 4 * 2 ** 30,
};

/** In bytes, of an archive that was unpacked. */
export const LARGEST_UNPACKED = 4 * LARGEST.datasets;

/** Packages that hold datasets, among those of Leat. */
const DATA_PACKAGES = ["leat", "vega-datasets"];

/** What a pipeline may fetch and read that the web has a say in. */
export interface Reach {
  /** Where the pipeline itself came from; its paths start from there. */
  readonly origin?: string;
  /** It came from this machine, and may fetch from it. */
  readonly loopback: boolean;
}

/** What of a pipeline came from the web. */
interface FromWeb {
  readonly address: { readonly file: string };
  readonly trees: readonly { readonly url: string }[];
}

/** The bounds of a pipeline; none if all of it is of this machine. */
export function reachOf(
  { address: { file }, trees }: FromWeb,
): Reach | undefined {
  if (trees.length === 0) return undefined;
  return {
    ...isWebAddress(file) ? { origin: file } : {},
    loopback: trees.every(({ url }) => isLoopbackHost(new URL(url).hostname)),
  };
}

/**
 * Checks a path of a source. A pipeline from an address reads no file of this
 * machine; one of this machine that the web has a say in reads those below it.
 *
 * @throws {PipelineError} when it may not be read
 */
export function checkPath(path: string, reach: Reach | undefined): void {
  if (reach === undefined) return;
  const isRemote = reach.origin !== undefined;
  if (isRemote || leadsOut(path) || /^[a-z][a-z0-9+.-]+:/i.test(path)) {
    throw localPathRefused(path, isRemote);
  }
}

/**
 * Where a file is that a pipeline from an address names: a relative path starts
 * from that address.
 *
 * @throws {PipelineError} when it is a path of this machine
 */
export function webReference(reference: string, origin: string): string {
  if (isWebAddress(reference)) return reference;
  const isRelative = !isAbsolute(reference) &&
    !/^([a-z][a-z0-9+.-]+:|[/\\])/i.test(reference);
  const url = isRelative ? URL.parse(reference, origin) : null;
  if (url === null) throw localPathRefused(reference, true);
  return url.href;
}

/** A file to be fetched. */
export interface WantedFile {
  readonly url: string;
  readonly kind: PinnedKind;
  /** In bytes, if it is declared. */
  readonly size?: number | undefined;
  /** What it must be, by the declaration or the lock. */
  readonly sha256?: string | undefined;
}

/** How a file is fetched within bounds. */
export interface BoundedFetch {
  readonly admits?: AdmitUrl;
  /** In bytes. */
  readonly maximum?: number;
}

/**
 * Checks a file that is to be fetched, and says how.
 *
 * @throws {PipelineError} when it may not be: it is not pinned, too large, or
 * lies where nobody else may reach
 */
export function boundedFetch(
  { url, kind, size, sha256 }: WantedFile,
  reach: Reach | undefined,
): BoundedFetch {
  if (reach === undefined) return {};
  const { protocol, hostname } = new URL(url);
  const loopback = reach.loopback && isLoopbackHost(hostname);
  if (protocol !== "https:" && !loopback) {
    throw refusedDataUrl(url, "it is not fetched by https");
  }
  if (sha256 === undefined) throw dataUnpinned(url);
  const maximum = LARGEST[kind];
  if (size !== undefined && size > maximum) {
    throw dataTooLarge(url, size, maximum);
  }
  return {
    maximum: size ?? maximum,
    admits: publicHosts({ loopback: reach.loopback }),
  };
}

/**
 * Checks the file of a package that a source or weights name.
 *
 * @param file `package/path/in/the/package.csv`
 * @throws {PipelineError} when the package is none of data
 */
export function checkPackage(
  file: string,
  reach: Reach | undefined,
): void {
  if (reach === undefined) return;
  if (DATA_PACKAGES.some((name) => file.startsWith(`${name}/`))) return;
  throw unknownPackageData(file, DATA_PACKAGES);
}
