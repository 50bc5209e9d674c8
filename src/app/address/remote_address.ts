import { secureUrl } from "../../base/codec/web_address.ts";
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

/**
 * Checks an address that modules are imported from.
 *
 * @throws {PipelineError} when it is none
 */
export function moduleUrl(text: string): URL {
  return secureUrl(text, refusedPipelineUrl);
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
