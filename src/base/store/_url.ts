import { isLoopbackHost } from "../codec/ip_address.ts";
import { refusedUrl } from "../errors/download.ts";

/**
 * An address to download from: by https, so that nobody on the way changes
 * what comes, or from this machine.
 */
export function checkedUrl(text: string): URL {
  const url = URL.parse(text);
  if (url === null) throw refusedUrl(text, "it is not an address");
  if (url.username !== "" || url.password !== "") {
    // Without the password, which messages and logs would keep.
    url.username = url.password = "";
    throw refusedUrl(url.href, "it holds a name or a password");
  }
  if (url.protocol === "https:") return url;
  if (url.protocol === "http:" && isLoopbackHost(url.hostname)) return url;
  throw refusedUrl(text, "it is neither https nor on this machine");
}

/** A plain file name out of the end of an address. */
export function fileNameOf(url: URL): string {
  const last = url.pathname.split("/").at(-1) ?? "";
  const plain = last.replaceAll(/[^0-9A-Za-z._-]/g, "_").slice(-100);
  return plain.replace(/^\.+/, "") || "download";
}
