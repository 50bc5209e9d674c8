/**
 * A browser that looks at pages, where there is one.
 *
 * @module
 */
import type { Browser, Page } from "playwright-core";

const CHROMIUM = "/usr/bin/chromium";

/** A browser that starts cold on a busy machine takes its time for anything. */
const PATIENCE_MS = 180_000;

/** Whether there is a browser. */
export const seen = await Deno.stat(CHROMIUM).then(() => true, () => false);

/** A test in a browser; where there is none, its name says that it was not. */
export function seenTest(name: string, fn: () => Promise<void>): void {
  Deno.test({
    name: seen ? name : `${name} (not looked at: no ${CHROMIUM})`,
    ignore: !seen,
    // A browser has its own processes and timers.
    sanitizeOps: false,
    sanitizeResources: false,
    fn,
  });
}

/** Starts a browser; with `gpu`, WebGPU is played by the processor. */
export async function startBrowser(gpu = false): Promise<Browser> {
  const { chromium } = await import("playwright-core");
  return await chromium.launch({
    executablePath: CHROMIUM,
    timeout: PATIENCE_MS,
    args: [
      "--headless",
      "--no-sandbox",
      "--no-first-run",
      "--disable-background-networking",
      "--use-fake-device-for-media-stream",
      "--use-fake-ui-for-media-stream",
      ...gpu
        ? [
          "--enable-unsafe-webgpu",
          "--use-webgpu-adapter=swiftshader",
          "--enable-features=Vulkan",
        ]
        : ["--disable-gpu"],
    ],
  });
}

/** How a page is opened. */
export interface Opening {
  readonly width?: number;
  readonly height?: number;
  /** Done before the page is asked for. */
  readonly before?: (page: Page) => Promise<void>;
  /** What it may say on its console. */
  readonly allowed?: RegExp;
}

/** A page, and what it complained of or asked elsewhere. */
export interface Opened {
  readonly page: Page;
  readonly faults: string[];
}

/** Opens a page. */
export async function opened(
  browser: Browser,
  url: string,
  { width = 1200, height = 800, before, allowed }: Opening = {},
): Promise<Opened> {
  const page = await browser.newPage({ viewport: { width, height } });
  page.setDefaultTimeout(PATIENCE_MS);
  const faults: string[] = [];
  page.on("pageerror", ({ message }) => faults.push(message));
  page.on("console", (each) => {
    if (each.type() !== "error" || allowed?.test(each.text())) return;
    faults.push(each.text());
  });
  page.on("request", (each) => {
    const own = each.url().startsWith(`${new URL(url).origin}/`);
    if (!own && !/^(?:blob|data):/.test(each.url())) faults.push(each.url());
  });
  await before?.(page);
  await page.goto(url);
  return { page, faults };
}
