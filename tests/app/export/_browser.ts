/**
 * A folder behind a plain file server, and a browser that looks at it.
 *
 * @module
 */
import { extname, join } from "node:path";
import type { Browser, Page } from "playwright-core";

const CHROMIUM = "/usr/bin/chromium";

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

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css",
  ".html": "text/html",
  ".js": "text/javascript",
  ".json": "application/json",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
};

/** Serves folders by the first word of a path, as a host of files does. */
export function fileServer(folders: Readonly<Record<string, string>>) {
  const options = { port: 0, hostname: "localhost", onListen() {} };
  const server = Deno.serve(options, async (request) => {
    const [, first = "", rest = ""] =
      /^\/([^/]*)\/(.*)$/.exec(new URL(request.url).pathname) ?? [];
    const folder = folders[first];
    const path = rest === "" ? "index.html" : rest;
    if (folder === undefined) return new Response("none", { status: 404 });
    try {
      const bytes = await Deno.readFile(join(folder, path));
      const type = TYPES[extname(path)] ?? "application/octet-stream";
      return new Response(bytes, { headers: { "content-type": type } });
    } catch {
      return new Response("none", { status: 404 });
    }
  });
  return {
    url: `http://localhost:${server.addr.port}`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

/** Starts a browser; with `gpu`, WebGPU is played by the processor. */
export async function startBrowser(gpu = false): Promise<Browser> {
  const { chromium } = await import("playwright-core");
  return await chromium.launch({
    executablePath: CHROMIUM,
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

/** Opens a page; `faults` are what it complained of or asked elsewhere. */
export async function opened(
  browser: Browser,
  url: string,
  size = { width: 1200, height: 800 },
): Promise<{ readonly page: Page; readonly faults: string[] }> {
  const page = await browser.newPage({ viewport: size });
  const faults: string[] = [];
  page.on("pageerror", ({ message }) => faults.push(message));
  page.on("console", (each) => {
    if (each.type() === "error") faults.push(each.text());
  });
  page.on("request", (each) => {
    const own = each.url().startsWith(`${new URL(url).origin}/`);
    if (!own && !/^(?:blob|data):/.test(each.url())) faults.push(each.url());
  });
  await page.goto(url);
  return { page, faults };
}
