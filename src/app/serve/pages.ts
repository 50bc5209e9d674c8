import { join } from "node:path";
import { leatRoot } from "../paths.ts";

/** The files of the page, by the path that they are asked for under. */
const FILES = {
  "/": ["page.html", "text/html"],
  "/page.css": ["page.css", "text/css"],
  "/docs": ["docs.html", "text/html"],
  ...Object.fromEntries(
    ["page", "ask", "camera", "docs", "result", "row_form"].map((name) =>
      [`/${name}.mjs`, [`${name}.mjs`, "text/javascript"]] as const
    ),
  ),
} satisfies Record<string, readonly [file: string, type: string]>;

/** Nothing comes from elsewhere, runs inline, or is shown within another page. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** What goes with every answer. */
export const SAFE_HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy": POLICY,
  "permissions-policy": "camera=(self), microphone=(), geolocation=()",
  "cross-origin-resource-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "cache-control": "no-store",
};

/** A file of the page. */
export interface PageFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
}

/** Reads the files of the page, by the path that they are asked for under. */
export async function readPages(): Promise<ReadonlyMap<string, PageFile>> {
  const folder = join(leatRoot, "src/app/serve/page");
  return new Map(
    await Promise.all(
      Object.entries(FILES).map(async ([path, [file, type]]) => {
        const bytes = await Deno.readFile(join(folder, file));
        return [path, { bytes, type: `${type}; charset=utf-8` }] as const;
      }),
    ),
  );
}
