import { pathToFileURL } from "node:url";
import { isLoopbackHost } from "./ip_address.ts";

/** Whether a pipeline, a module or a file is named by an address of the web. */
export function isWebAddress(text: string): boolean {
  return /^https?:\/\//i.test(text);
}

/** What imports a file: its path as an address, or the address it has. */
export function moduleHref(file: string): string {
  return isWebAddress(file) ? file : pathToFileURL(file).href;
}

/**
 * Checks an address to fetch from: by https, so that nobody on the way changes
 * what comes, or from this machine; without a password.
 *
 * @param refused the error of an address, and what is the matter with it
 * @throws what `refused` gives
 */
export function secureUrl(
  text: string,
  refused: (url: string, fact: string) => Error,
): URL {
  const url = URL.parse(text);
  if (url === null) throw refused(text, "it is not an address");
  if (url.username !== "" || url.password !== "") {
    // Without the password, which messages and logs would keep.
    url.username = url.password = "";
    throw refused(url.href, "it holds a name or a password");
  }
  if (url.protocol === "https:") return url;
  if (url.protocol === "http:" && isLoopbackHost(url.hostname)) return url;
  throw refused(text, "it is neither https nor on this machine");
}
