import { secureUrl } from "../codec/web_address.ts";
import { refusedUrl } from "../errors/download.ts";

/**
 * An address to download from.
 *
 * @throws {PipelineError} when it is none
 */
export function checkedUrl(text: string): URL {
  return secureUrl(text, refusedUrl);
}

/** A plain file name out of the end of an address. */
export function fileNameOf(url: URL): string {
  const last = url.pathname.split("/").at(-1) ?? "";
  const plain = last.replaceAll(/[^0-9A-Za-z._-]/g, "_").slice(-100);
  return plain.replace(/^\.+/, "") || "download";
}
