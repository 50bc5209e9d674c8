import { join } from "node:path";
import { leatRoot } from "../paths.ts";

/** Files of a page with their types, by the path they are asked for under. */
export type PageFiles = Readonly<
  Record<string, readonly [file: string, type: string]>
>;

const FILES = {
  "/": ["page.html", "text/html"],
  "/page.css": ["page.css", "text/css"],
  "/docs": ["docs.html", "text/html"],
  "/docs.css": ["docs.css", "text/css"],
  ...Object.fromEntries(
    ["page", "ask", "camera", "docs", "fields", "heat", "result", "row_form"]
      .map((
        name,
      ) => [`/${name}.mjs`, [`${name}.mjs`, "text/javascript"]] as const),
  ),
} satisfies PageFiles;

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

/**
 * Reads the files of a page, by the path that they are asked for under.
 *
 * @param room the folder of `src/app` that has them in its folder `page`
 */
export async function readPageFiles(
  room: string,
  files: PageFiles,
): Promise<ReadonlyMap<string, PageFile>> {
  const folder = join(leatRoot, "src/app", room, "page");
  return new Map(
    await Promise.all(
      Object.entries(files).map(async ([path, [file, type]]) => {
        const bytes = await Deno.readFile(join(folder, file));
        return [path, { bytes, type: `${type}; charset=utf-8` }] as const;
      }),
    ),
  );
}

/** Reads the files of the page that asks a model. */
export function readPages(): Promise<ReadonlyMap<string, PageFile>> {
  return readPageFiles("serve", FILES);
}
