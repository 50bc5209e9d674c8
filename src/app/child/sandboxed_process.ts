import { join } from "node:path";
import {
  pipelineEnded,
  pipelineHangs,
  pipelineHungry,
  pipelineTooLarge,
  type ProcessEnd,
} from "../../base/errors/pipeline_file.ts";
import type { Emit } from "../../flow/events/event.ts";
import { boundedCommand } from "../bounds/bounded_command.ts";
import { moduleArguments } from "../remote/module_arguments.ts";
import type { ModuleTree } from "../remote/module_tree.ts";
import { boundedLines } from "../bounds/bounded_lines.ts";
import { endProcess } from "../bounds/end_process.ts";
import { lastWords } from "../bounds/last_words.ts";
import type { Limits } from "../bounds/limits.ts";
import { watchMemory } from "../bounds/memory_watch.ts";
import { Prints } from "./prints.ts";
import type { PipelineAnswer, PipelineRequest } from "./protocol.ts";
import { readAnswer } from "./read_answer.ts";
import {
  entryModule,
  sandboxArguments,
  sandboxEnvironment,
} from "./sandbox.ts";

/** What it costs to read a line, in characters: an empty one is not free. */
const LINE = 32;

/** Who hears of a process, who may end it, and what it may use up. */
export interface SandboxOptions {
  /** Gets what the pipeline prints, as notices. */
  readonly emit: Emit;
  readonly signal: AbortSignal;
  readonly limits: Limits;
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
 * network, no environment, no GPU. It can be ended whatever it does, and is
 * ended once it uses up more than its limits.
 */
export class SandboxedProcess implements AsyncDisposable {
  readonly #place: Place;
  readonly #process: Deno.ChildProcess;
  readonly #lines: AsyncGenerator<string>;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #errors: Promise<string>;
  readonly #prints: Prints;
  readonly #signal: AbortSignal;
  readonly #memory: Disposable;
  #secondsLeft: number;
  /** Why it was ended, if it was. */
  #fault: Error | undefined;

  private constructor(
    place: Place,
    child: Deno.ChildProcess,
    { emit, signal, limits }: SandboxOptions,
  ) {
    const { file } = place;
    this.#place = place;
    this.#process = child;
    this.#lines = boundedLines(child.stdout, limits.listing);
    this.#input = child.stdin.getWriter();
    this.#errors = lastWords(
      child.stderr,
      () => this.#end(pipelineTooLarge(file, limits.size)),
    );
    this.#prints = new Prints(emit);
    this.#signal = signal;
    this.#memory = watchMemory(
      child.pid,
      limits.memory,
      () => this.#end(pipelineHungry(file, limits.memory)),
    );
    this.#secondsLeft = limits.secondsInAll;
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
    const { limits, trees } = options;
    const modules = await moduleArguments(folder, file, trees);
    const { command, args } = boundedCommand({
      command: Deno.execPath(),
      args: sandboxArguments(entry, modules, limits.memory),
    }, limits);
    const child = new Deno.Command(command, {
      args: [...args],
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
    const { file } = this.#place;
    const { doing } = question;
    const { promise: ended, reject } = Promise.withResolvers<never>();
    const end = (error: Error) => {
      this.#end(error);
      reject(error);
    };
    const stop = () => end(this.#signal.reason);
    const seconds = Math.min(question.seconds, this.#secondsLeft);
    const start = performance.now();
    const late = setTimeout(
      () => end(pipelineHangs(file, doing, seconds)),
      seconds * 1000,
    );
    this.#signal.addEventListener("abort", stop);
    try {
      this.#signal.throwIfAborted();
      return await Promise.race([this.#exchange(question), ended]);
    } finally {
      clearTimeout(late);
      this.#secondsLeft -= (performance.now() - start) / 1000;
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
      if (done) {
        const how = await this.#said();
        throw this.#fault ?? pipelineEnded(file, doing, how);
      }
      total += value.length + LINE;
      if (total > size) {
        const fault = pipelineTooLarge(file, size);
        this.#end(fault);
        throw fault;
      }
      if (value.startsWith(marker)) {
        return readAnswer(value.slice(marker.length), file);
      }
      this.#prints.add(value);
    }
  }

  /** How the process ended, and what it said on its way out. */
  async #said(): Promise<ProcessEnd> {
    const said = await this.#errors;
    const { code, signal } = await this.#process.status;
    return { said, code, signal };
  }

  #end(fault: Error): void {
    this.#fault ??= fault;
    endProcess(this.#process);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#memory[Symbol.dispose]();
    endProcess(this.#process);
    await this.#input.close().catch(() => {});
    await this.#lines.return(undefined);
    await this.#process.status;
    await this.#errors;
    await Deno.remove(this.#place.folder, { recursive: true });
  }
}
