import { join } from "node:path";
import {
  pipelineEnded,
  pipelineHangs,
  pipelineTooLarge,
  type ProcessEnd,
} from "../../base/errors/pipeline_file.ts";
import { PipelineError } from "../../base/errors/pipeline_error.ts";
import type { Emit } from "../../flow/events/event.ts";
import { moduleArguments } from "../remote/module_arguments.ts";
import type { ModuleTree } from "../remote/module_tree.ts";
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

/** What is held of one line, in characters. */
const LONGEST_LINE = 2 ** 27;

/** Who hears of a process, and who may end it. */
export interface SandboxOptions {
  /** Gets what the pipeline prints, as notices. */
  readonly emit: Emit;
  readonly signal: AbortSignal;
  /** The modules from the web that may be loaded; none unless told. */
  readonly trees?: readonly ModuleTree[];
}

/** A request, and how much its answer may cost. */
export interface Question {
  readonly request: PipelineRequest;
  /** In words, before the file: "load", "label the items of". */
  readonly doing: string;
  /** Wall-clock time. */
  readonly seconds: number;
  /** Characters said until the answer ends, prints among them. */
  readonly size: number;
}

/** What a process is made of. */
interface Place {
  /** The pipeline file. */
  readonly file: string;
  /** Holds the entry module, and is removed with the process. */
  readonly folder: string;
  /** What answers begin with. */
  readonly marker: string;
}

/**
 * A process that runs the code of a pipeline and may do nothing: no files, no
 * network, no environment, no GPU. It can be ended whatever it does.
 */
export class SandboxedProcess implements AsyncDisposable {
  readonly #place: Place;
  readonly #process: Deno.ChildProcess;
  readonly #lines: AsyncGenerator<string>;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #errors: Promise<string>;
  readonly #prints: Prints;
  readonly #signal: AbortSignal;

  private constructor(
    place: Place,
    child: Deno.ChildProcess,
    { emit, signal }: SandboxOptions,
  ) {
    this.#place = place;
    this.#process = child;
    this.#lines = boundedLines(child.stdout, LONGEST_LINE);
    this.#input = child.stdin.getWriter();
    this.#errors = lastWords(child.stderr);
    this.#prints = new Prints(emit);
    this.#signal = signal;
  }

  /** Starts the process; the modules of the file load meanwhile. */
  static async start(
    file: string,
    options: SandboxOptions,
  ): Promise<SandboxedProcess> {
    options.signal.throwIfAborted();
    const folder = await Deno.makeTempDir({ prefix: "leat-" });
    const marker = `${crypto.randomUUID()} `;
    const entry = join(folder, "entry.ts");
    await Deno.writeTextFile(entry, entryModule(file, marker));
    const child = new Deno.Command(Deno.execPath(), {
      args: sandboxArguments(
        entry,
        await moduleArguments(folder, options.trees),
      ),
      cwd: folder,
      clearEnv: true,
      env: sandboxEnvironment(),
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    return new SandboxedProcess({ file, folder, marker }, child, options);
  }

  /**
   * Asks, and waits for the answer.
   *
   * @throws {PipelineError} when the process refuses, ends, says too much or
   * does not answer in time; it is ended then
   */
  async ask(question: Question): Promise<PipelineAnswer> {
    const { doing, seconds } = question;
    const { promise: ended, reject } = Promise.withResolvers<never>();
    const end = (error: unknown) => {
      this.#kill();
      reject(error);
    };
    const stop = () => end(this.#signal.reason);
    const late = setTimeout(
      () => end(pipelineHangs(this.#place.file, doing, seconds)),
      seconds * 1000,
    );
    this.#signal.addEventListener("abort", stop);
    try {
      this.#signal.throwIfAborted();
      return await Promise.race([this.#exchange(question), ended]);
    } finally {
      clearTimeout(late);
      this.#signal.removeEventListener("abort", stop);
    }
  }

  async #exchange(
    { request, doing, size }: Question,
  ): Promise<PipelineAnswer> {
    const { file, marker } = this.#place;
    const line = new TextEncoder().encode(`${JSON.stringify(request)}\n`);
    // A process that died while loading says why when it is read from.
    await this.#input.write(line).catch(() => {});
    let total = 0;
    while (true) {
      const { value, done } = await this.#lines.next();
      if (done) throw pipelineEnded(file, doing, await this.#end());
      total += value.length;
      if (total > size) {
        this.#kill();
        throw pipelineTooLarge(file, size);
      }
      if (!value.startsWith(marker)) {
        this.#prints.add(value);
        continue;
      }
      const answer = pipelineAnswer.parse(
        JSON.parse(value.slice(marker.length)),
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
    await Deno.remove(this.#place.folder, { recursive: true });
  }
}
