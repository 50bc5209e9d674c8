/**
 * Where pictures of Leat are made: a folder with a cache of its own, the
 * command line, and a browser.
 *
 * @module
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import sharp from "sharp";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const CHROMIUM = Deno.env.get("CHROMIUM") ?? "/usr/bin/chromium";

/** As large as a picture may be, in bytes: a README is read on phones, too. */
export const LARGEST = 150_000;

/** How a page is looked at. */
export interface Look {
  readonly width: number;
  readonly height: number;
  /** Done before the picture is taken. */
  readonly before?: (page: Page) => Promise<void>;
  /** Whether the page goes on listening: it is never idle. */
  readonly live?: boolean;
  /** Shown alone and whole, by its selector. */
  readonly part?: string;
}

/** A command that serves a page until it is disposed. */
export interface Served extends AsyncDisposable {
  readonly url: string;
}

/** Makes pictures. */
export class Studio implements AsyncDisposable {
  /** Results go there, and nowhere else. */
  readonly folder: string;
  readonly #browser: Browser;

  private constructor(folder: string, browser: Browser) {
    this.folder = folder;
    this.#browser = browser;
  }

  /** Opens a browser, and makes a folder. */
  static async open(): Promise<Studio> {
    const { chromium } = await import("playwright-core");
    const browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"],
    });
    const folder = await Deno.makeTempDir({ prefix: "leat-pictures-" });
    return new Studio(folder, browser);
  }

  #command(args: readonly string[]): Deno.Command {
    return new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--quiet",
        "-A",
        join(ROOT, "src/app/cli/main.ts"),
        ...args,
      ],
      cwd: ROOT,
      env: {
        LEAT_CACHE: join(this.folder, "cache"),
        // What is told of paths is told from there.
        INIT_CWD: ROOT,
        NO_COLOR: "1",
      },
      stdout: "piped",
      stderr: "piped",
    });
  }

  /** Runs a command to its end, and answers with what it printed. */
  async run(...args: readonly string[]): Promise<string> {
    const { success, stdout, stderr } = await this.#command(args).output();
    const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    if (success) return text(stdout);
    throw new Error(`${args.join(" ")}: ${text(stdout)}${text(stderr)}`);
  }

  /** Runs a command that serves a page, from when it says where. */
  async serve(...args: readonly string[]): Promise<Served> {
    const child = this.#command([...args, "--port", "0"]).spawn();
    const err = new Response(child.stderr).text();
    let out = "";
    let url: string | undefined;
    const lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
    while (url === undefined) {
      const { value, done } = await lines.read();
      if (done) throw new Error(`${args.join(" ")}: ${out}${await err}`);
      out += value;
      url = /(http:\/\/127\.0\.0\.1:\d+\/\S*)/.exec(out)?.[1];
    }
    return {
      url,
      [Symbol.asyncDispose]: async () => {
        child.kill("SIGINT");
        await child.status;
        await lines.cancel();
        await err;
      },
    };
  }

  /** A picture of a page: an address, a file, or markup. */
  async shoot(
    from: { readonly url: string } | { readonly markup: string },
    { width, height, before, live = false, part }: Look,
  ): Promise<Uint8Array> {
    const page = await this.#browser.newPage({
      viewport: { width, height },
      colorScheme: "light",
    });
    try {
      if ("url" in from) await page.goto(from.url);
      else await page.setContent(from.markup);
      await before?.(page);
      if (!live) await page.waitForLoadState("networkidle");
      return part === undefined
        ? await page.screenshot()
        : await page.locator(part).screenshot();
    } finally {
      await page.close();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
    await Deno.remove(this.folder, { recursive: true });
  }
}

/** A picture of a palette, as good as is small enough. */
export async function small(
  png: Uint8Array,
  largest: number = LARGEST,
): Promise<Uint8Array> {
  for (const quality of [100, 75, 50, 25]) {
    const bytes = await sharp(png)
      .png({ palette: true, quality, effort: 10, compressionLevel: 9 })
      .toBuffer();
    if (bytes.length <= largest) return new Uint8Array(bytes);
  }
  throw new RangeError(
    `Cannot make a picture smaller than ${largest} bytes: show less on it`,
  );
}
