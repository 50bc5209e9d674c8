import { timingSafeEqual } from "node:crypto";
import { sha256 } from "../../base/codec/sha256.ts";
import { Refusal } from "../serve/refusal.ts";

/** By which the page shows that it may ask for a deed. */
export const TOKEN_HEADER = "x-leat-token";

/**
 * Refuses a deed that not the page itself asks for: a page of another site can
 * neither read the token nor, without asking first, send such a header; and a
 * browser tells from where a request that changes something comes.
 *
 * @throws {Refusal}
 */
export function refuseForeign(
  { token }: { readonly token: string },
  { headers }: Request,
): void {
  const digest = (text: string) => new TextEncoder().encode(sha256(text));
  const shown = headers.get(TOKEN_HEADER) ?? "";
  const known = timingSafeEqual(digest(shown), digest(token));
  // That another one is refused is so of every request.
  if (known && headers.get("origin") !== null) return;
  throw new Refusal(403, "Cannot do this for anything but this page itself", {
    remedy: "Use the buttons of the page; load it anew if it is an old one",
  });
}
