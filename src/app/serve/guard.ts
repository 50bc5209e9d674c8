import { timingSafeEqual } from "node:crypto";
import { isIP } from "node:net";
import { sha256 } from "../../base/codec/sha256.ts";
import { Refusal } from "./refusal.ts";

/** Whom a server answers. */
export interface Guarded {
  /** Where it listens: an address, or a name of this machine. */
  readonly host: string;
  /** What those must show who ask the model, where others can reach it. */
  readonly token: string | undefined;
  /** The name of this machine, where it listens at every address. */
  readonly machine: string;
}

const LOOPBACK = ["127.0.0.1", "localhost", "::1"];
const EVERYWHERE = ["0.0.0.0", "::"];

/** Whether only programs of this machine reach it. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.includes(host) || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/** An address as one writes it in a URL. */
export function urlHost(host: string): string {
  return isIP(host) === 6 ? `[${host}]` : host;
}

/** `[::1]:8000` as `::1`. */
function nameIn(header: string): string {
  return header.replace(/:\d+$/, "").replace(/^\[(.*)\]$/, "$1").toLowerCase();
}

/**
 * Refuses a request that a page of somebody else's makes a browser send: by a
 * name of its own that leads here (its `Host`), or from elsewhere (`Origin`).
 *
 * @throws {Refusal}
 */
export function refuseStrangers(
  { host, machine }: Guarded,
  headers: Headers,
): void {
  const asked = headers.get("host") ?? "";
  const name = nameIn(asked);
  const known = LOOPBACK.includes(name) || name === host.toLowerCase() ||
    // No name leads to an address, so none can be made to lead elsewhere.
    EVERYWHERE.includes(host) &&
      (isIP(name) > 0 || name === machine.toLowerCase());
  // Of one that is none, such as of port 99999, no address could be made.
  if (!known || !URL.canParse(`http://${asked}/`)) {
    throw new Refusal(403, "Cannot answer for this Host: it is not this one", {
      remedy: "Use the address that the server printed when it started",
    });
  }
  const origin = headers.get("origin");
  const site = headers.get("sec-fetch-site");
  const foreign = origin !== null && hostOf(origin) !== asked.toLowerCase();
  // To follow a link to here is no harm; a page that asks by itself is.
  const byPage = site === "cross-site" || site === "same-site";
  const follows = headers.get("sec-fetch-mode") === "navigate";
  if (foreign || byPage && !follows) {
    throw new Refusal(403, "Cannot answer a page of another Origin", {
      remedy: "Ask from the page of this server, or from a program",
    });
  }
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

/**
 * Refuses who does not show the token, where there is one.
 *
 * @throws {Refusal}
 */
export function refuseUnknown({ token }: Guarded, headers: Headers): void {
  if (token === undefined) return;
  const [, shown = ""] =
    /^Bearer (.+)$/i.exec(headers.get("authorization") ?? "") ?? [];
  const digest = (text: string) => new TextEncoder().encode(sha256(text));
  // How long it takes tells nothing of how much is right.
  if (timingSafeEqual(digest(shown), digest(token))) return;
  throw new Refusal(401, "Cannot answer without the token of this server", {
    remedy: "Send it: Authorization: Bearer <token>",
    headers: { "www-authenticate": "Bearer" },
  });
}
