import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  pipelineFailed,
  pipelineHangs,
  pipelineTooLarge,
  unknownExport,
} from "../../base/errors/pipeline_file.ts";
import { PipelineError } from "../../base/errors/pipeline_error.ts";
import type { Json } from "../../flow/kinds/json.ts";
import type { PipelineDescription } from "../../flow/pipeline/description.ts";
import type { Setting } from "../../flow/pipeline/override.ts";
import { leatRoot } from "../paths.ts";
import type { PipelineAddress } from "../run/locate.ts";
import type { Division } from "../run/divide.ts";
import { boundedLines } from "./bounded_lines.ts";
import { sandboxEnvironment } from "./environment.ts";
import {
  type PipelineAnswer,
  pipelineAnswer,
  type PipelineRequest,
} from "./protocol.ts";

/** Wall-clock limits, in seconds; `LEAT_PATIENCE` replaces the first two. */
const LOAD_SECONDS = 30;
const LABEL_SECONDS = 120;

const DESCRIPTION_BYTES = 4 * 2 ** 20;
/** Labels and ids of one item. */
const BYTES_PER_ITEM = 4096;

/** An item as pipeline code sees it. */
type Item = { readonly id: string; readonly item: Json };

/**
 * A pipeline in a process of its own that may do nothing: no files, no
 * network, no environment, no GPU. It can be stopped whatever it does.
 */
export class PipelineProcess implements AsyncDisposable {
  readonly #address: PipelineAddress;
  readonly #folder: string;
  readonly #process: Deno.ChildProcess;
  readonly #lines: AsyncGenerator<string>;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #errors: Promise<string>;
  readonly #marker: string;

  private constructor(
    address: PipelineAddress,
    folder: string,
    marker: string,
    child: Deno.ChildProcess,
  ) {
    this.#address = address;
    this.#folder = folder;
    this.#marker = marker;
    this.#process = child;
    this.#lines = boundedLines(child.stdout);
    this.#input = child.stdin.getWriter();
    this.#errors = new Response(child.stderr).text();
  }

  /** Starts the process; the pipeline's modules load meanwhile. */
  static async start(address: PipelineAddress): Promise<PipelineProcess> {
    const folder = await Deno.makeTempDir({ prefix: "leat-" });
    const marker = `${crypto.randomUUID()} `;
    const url = (path: string) => JSON.stringify(pathToFileURL(path).href);
    // Static imports need no read permission; a path given later would.
    const entry = join(folder, "entry.ts");
    await Deno.writeTextFile(
      entry,
      `import * as module from ${url(address.file)};
import { serve } from ${url(join(leatRoot, "src/app/child/pipeline_child.ts"))};
await serve(module, ${JSON.stringify(marker)});
`,
    );
    const child = new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--no-prompt",
        "--quiet",
        `--config=${join(leatRoot, "deno.json")}`,
        "--v8-flags=--max-old-space-size=1024",
        entry,
      ],
      cwd: folder,
      clearEnv: true,
      env: sandboxEnvironment(),
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    return new PipelineProcess(address, folder, marker, child);
  }

  /**
   * The pipeline as data, with settings applied.
   *
   * @throws {PipelineError} when the file does not load, has no such pipeline,
   * does not come to an end, or a setting does not fit
   */
  async describe(settings: readonly Setting[]): Promise<PipelineDescription> {
    const answer = await this.#ask(
      { type: "describe", export: this.#address.export, settings },
      "load",
      patience(LOAD_SECONDS),
      DESCRIPTION_BYTES,
    );
    if (answer.type === "described") return answer.description;
    const names = answer.type === "exports" ? answer.names : [];
    const { file, export: exported } = this.#address;
    throw unknownExport(file, exported, names);
  }

  /** The items of a source that the pipeline defines itself. */
  async list(): Promise<
    { items: readonly Item[]; notices: readonly string[] }
  > {
    const answer = await this.#ask(
      { type: "list" },
      "list the items of",
      patience(LABEL_SECONDS),
      2 ** 28,
    );
    if (answer.type === "listed") return answer;
    throw new TypeError(`Cannot use an answer of type ${answer.type}`);
  }

  /** Labels and sets of all items. */
  async divide(items: readonly Item[]): Promise<Division> {
    const answer = await this.#ask(
      { type: "divide", items: items.map(({ id, item }) => ({ id, item })) },
      "label the items of",
      patience(LABEL_SECONDS),
      DESCRIPTION_BYTES + items.length * BYTES_PER_ITEM,
    );
    if (answer.type === "divided") return answer;
    throw new TypeError(`Cannot use an answer of type ${answer.type}`);
  }

  async #ask(
    request: PipelineRequest,
    doing: string,
    seconds: number,
    bytes: number,
  ): Promise<PipelineAnswer> {
    const { file } = this.#address;
    let late: ReturnType<typeof setTimeout> | undefined;
    const timeout = new Promise<never>((_, reject) => {
      late = setTimeout(() => {
        this.#kill();
        reject(pipelineHangs(file, doing, seconds));
      }, seconds * 1000);
    });
    try {
      return await Promise.race([this.#exchange(request, bytes), timeout]);
    } finally {
      clearTimeout(late);
    }
  }

  async #exchange(
    request: PipelineRequest,
    bytes: number,
  ): Promise<PipelineAnswer> {
    const line = new TextEncoder().encode(`${JSON.stringify(request)}\n`);
    // A process that died while loading says why when it is read from.
    await this.#input.write(line).catch(() => {});
    let total = 0;
    while (true) {
      const { value, done } = await this.#lines.next();
      if (done) {
        throw pipelineFailed(this.#address.file, await this.#lastWords());
      }
      total += value.length;
      if (total > bytes) {
        this.#kill();
        throw pipelineTooLarge(this.#address.file, bytes);
      }
      if (!value.startsWith(this.#marker)) continue;
      const answer = pipelineAnswer.parse(
        JSON.parse(value.slice(this.#marker.length)),
      );
      if (answer.type !== "error") return answer;
      const { message, ...details } = answer;
      throw new PipelineError(message, details);
    }
  }

  /** What the process said on its way out, without Deno's own frame. */
  async #lastWords(): Promise<string> {
    const said = (await this.#errors).trim()
      .replace(/^error: (Uncaught )?(\(in promise\) )?/, "")
      .replaceAll(/file:\/\/\S*\/entry\.ts\S*/g, "the command")
      .split("\n").slice(0, 8).join("\n");
    if (said !== "") return said;
    const { code, signal } = await this.#process.status;
    return signal ? `it was ended by ${signal}` : `it ended with code ${code}`;
  }

  #kill(): void {
    try {
      this.#process.kill("SIGKILL");
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      // It has ended by itself.
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#kill();
    await this.#input.close().catch(() => {});
    await this.#lines.return(undefined);
    await this.#process.status;
    await this.#errors;
    await Deno.remove(this.#folder, { recursive: true });
  }
}

function patience(seconds: number): number {
  const own = Number(Deno.env.get("LEAT_PATIENCE"));
  return own > 0 ? own : seconds;
}
