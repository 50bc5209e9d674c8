import { join } from "node:path";
import {
  pipelineEnded,
  pipelineHangs,
  pipelineTooLarge,
  type ProcessEnd,
  unknownExport,
} from "../../base/errors/pipeline_file.ts";
import { PipelineError } from "../../base/errors/pipeline_error.ts";
import type { Emit } from "../../flow/events/event.ts";
import type { Json } from "../../flow/kinds/json.ts";
import type { PipelineDescription } from "../../flow/pipeline/description.ts";
import type { Setting } from "../../flow/pipeline/override.ts";
import type { PipelineAddress } from "../run/locate.ts";
import type { Division } from "../run/divide.ts";
import { boundedLines } from "./bounded_lines.ts";
import { lastWords } from "./last_words.ts";
import { Prints } from "./prints.ts";
import {
  type PipelineAnswer,
  pipelineAnswer,
  type PipelineRequest,
} from "./protocol.ts";
import {
  entryModule,
  sandboxArguments,
  sandboxEnvironment,
} from "./sandbox.ts";

/** Wall-clock limits, in seconds; `LEAT_PATIENCE` replaces both. */
const LOAD_SECONDS = 30;
const LABEL_SECONDS = 120;

/** Limits of what is said, in characters; prints of the pipeline count too. */
const DESCRIPTION_SIZE = 2 ** 24;
/** Labels and ids of one item. */
const SIZE_PER_ITEM = 4096;
const LISTING_SIZE = 2 ** 27;
const LONGEST_LINE = LISTING_SIZE;

/** An item as pipeline code sees it. */
type Item = { readonly id: string; readonly item: Json };

/** Who hears of a pipeline process, and who may end it. */
export interface PipelineProcessOptions {
  /** Gets what the pipeline prints, as notices. */
  readonly emit: Emit;
  readonly signal: AbortSignal;
}

/** What a process is made of. */
interface Place {
  readonly address: PipelineAddress;
  /** Holds its entry module, and is removed with it. */
  readonly folder: string;
  readonly marker: string;
}

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
  readonly #prints: Prints;
  readonly #signal: AbortSignal;

  private constructor(
    { address, folder, marker }: Place,
    child: Deno.ChildProcess,
    { emit, signal }: PipelineProcessOptions,
  ) {
    this.#address = address;
    this.#folder = folder;
    this.#marker = marker;
    this.#process = child;
    this.#lines = boundedLines(child.stdout, LONGEST_LINE);
    this.#input = child.stdin.getWriter();
    this.#errors = lastWords(child.stderr);
    this.#prints = new Prints(emit);
    this.#signal = signal;
  }

  /** Starts the process; the pipeline's modules load meanwhile. */
  static async start(
    address: PipelineAddress,
    options: PipelineProcessOptions,
  ): Promise<PipelineProcess> {
    options.signal.throwIfAborted();
    const folder = await Deno.makeTempDir({ prefix: "leat-" });
    const marker = `${crypto.randomUUID()} `;
    const entry = join(folder, "entry.ts");
    await Deno.writeTextFile(entry, entryModule(address.file, marker));
    const child = new Deno.Command(Deno.execPath(), {
      args: sandboxArguments(entry),
      cwd: folder,
      clearEnv: true,
      env: sandboxEnvironment(),
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    return new PipelineProcess({ address, folder, marker }, child, options);
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
      DESCRIPTION_SIZE,
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
      LISTING_SIZE,
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
      DESCRIPTION_SIZE + items.length * SIZE_PER_ITEM,
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
    const { promise: ended, reject } = Promise.withResolvers<never>();
    const end = (error: unknown) => {
      this.#kill();
      reject(error);
    };
    const stop = () => end(this.#signal.reason);
    const late = setTimeout(
      () => end(pipelineHangs(this.#address.file, doing, seconds)),
      seconds * 1000,
    );
    this.#signal.addEventListener("abort", stop);
    try {
      this.#signal.throwIfAborted();
      return await Promise.race([this.#exchange(request, doing, bytes), ended]);
    } finally {
      clearTimeout(late);
      this.#signal.removeEventListener("abort", stop);
    }
  }

  async #exchange(
    request: PipelineRequest,
    doing: string,
    bytes: number,
  ): Promise<PipelineAnswer> {
    const { file } = this.#address;
    const line = new TextEncoder().encode(`${JSON.stringify(request)}\n`);
    // A process that died while loading says why when it is read from.
    await this.#input.write(line).catch(() => {});
    let total = 0;
    while (true) {
      const { value, done } = await this.#lines.next();
      if (done) throw pipelineEnded(file, doing, await this.#end());
      total += value.length;
      if (total > bytes) {
        this.#kill();
        throw pipelineTooLarge(file, bytes);
      }
      if (!value.startsWith(this.#marker)) {
        this.#prints.add(value);
        continue;
      }
      const answer = pipelineAnswer.parse(
        JSON.parse(value.slice(this.#marker.length)),
      );
      if (answer.type !== "error") return answer;
      const { message, ...details } = answer;
      throw new PipelineError(message, details);
    }
  }

  /** How the process ended, and what it said on its way out. */
  async #end(): Promise<ProcessEnd> {
    const said = await this.#errors;
    const { code, signal } = await this.#process.status;
    return { said, code, signal };
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
