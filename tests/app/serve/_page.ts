/**
 * The page of a server, in a browser.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import type { Browser, Page } from "playwright-core";
import { type Opened, opened } from "../_browser.ts";

/** The size of a screen. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * The page, and what it complained of or asked elsewhere.
 *
 * @param told what the server is to have said
 */
export async function openedPage(
  browser: Browser,
  url: string,
  { size = { width: 1200, height: 800 }, told }: {
    readonly size?: Size | undefined;
    readonly told?: { readonly model: unknown; readonly answer: unknown };
  } = {},
): Promise<Opened> {
  const found = await opened(browser, url, {
    ...size,
    // A browser tells of each answer that is an error.
    allowed: /the server responded with a status/,
    before: async (page) => {
      if (!told) return;
      await page.route(
        "**/model",
        (each) => each.fulfill({ json: told.model }),
      );
      await page.route(
        "**/predict*",
        (each) => each.fulfill({ json: told.answer }),
      );
    },
  });
  // What is given before the page knows the model is not asked about.
  await found.page.locator("#files:visible, #row-form:visible").waitFor();
  return found;
}

/** A photograph to choose. */
export function file(name: string, bytes: Uint8Array) {
  return { name, mimeType: "image/jpeg", buffer: Buffer.from(bytes) };
}

/** Fails where something reaches beyond the side of the screen. */
export async function assertFits(page: Page): Promise<void> {
  const [wide, screen] = await page.evaluate(
    "[document.documentElement.scrollWidth, innerWidth]",
  ) as [number, number];
  assert.ok(wide <= screen, `${wide} on ${screen}`);
}
