import { pathToFileURL } from "node:url";
import { isLoopbackHost } from "../../base/codec/ip_address.ts";
import {
  refusedPipelineUrl,
  unknownUrlPart,
} from "../../base/errors/remote.ts";

/** A pipeline at an address, as it was asked for. */
export interface RemoteAddress {
  /** Without the part after `#`. */
  readonly url: string;
  /** `"default"`, or the name that was given. */
  readonly export: string;
  /** What the root of its modules must be, if that was given. */
  readonly root?: string;
}

/** Whether a pipeline, a module or a file is named by an address of the web. */
export function isWebAddress(text: string): boolean {
  return /^https?:\/\//i.test(text);
}

/** What imports a file: its path as an address, or the address it has. */
export function moduleHref(file: string): string {
  return isWebAddress(file) ? file : pathToFileURL(file).href;
}

/**
 * Checks an address that modules are imported from: by https, so that nobody
 * on the way changes what comes, or from this machine; without a password.
 *
 * @throws {PipelineError} when it is none
 */
export function moduleUrl(text: string): URL {
  const url = URL.parse(text);
  if (url === null) throw refusedPipelineUrl(text, "it is not an address");
  if (url.username !== "" || url.password !== "") {
    // Without the password, which messages and logs would keep.
    url.username = url.password = "";
    throw refusedPipelineUrl(url.href, "it holds a name or a password");
  }
  if (url.protocol === "https:") return url;
  if (url.protocol === "http:" && isLoopbackHost(url.hostname)) return url;
  throw refusedPipelineUrl(text, "it is neither https nor on this machine");
}

/**
 * Takes an address apart: `https://host/pets.ts`, with `#full`,
 * `#sha256=<root>` or `#full&sha256=<root>` behind it.
 *
 * @throws {PipelineError} when nothing is fetched from there, or what stands
 * behind `#` is none of these
 */
export function remoteAddress(spoken: string): RemoteAddress {
  const url = moduleUrl(spoken);
  const parts = url.hash.slice(1).split("&").filter((part) => part !== "");
  url.hash = "";
  let exported: string | undefined;
  let root: string | undefined;
  for (const part of parts) {
    const [, hash] = /^sha256=(.*)$/.exec(part) ?? [];
    if (hash !== undefined && root === undefined) {
      if (!/^[0-9a-f]{64}$/.test(hash)) throw unknownUrlPart(spoken, part);
      root = hash;
    } else if (
      exported === undefined &&
      /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(part)
    ) {
      exported = part;
    } else throw unknownUrlPart(spoken, part);
  }
  return {
    url: url.href,
    export: exported ?? "default",
    ...root === undefined ? {} : { root },
  };
}
