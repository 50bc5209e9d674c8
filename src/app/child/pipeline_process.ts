import { unknownExport } from "../../base/errors/command.ts";
import {
  ModuleAbsent,
  pipelineBabbles,
} from "../../base/errors/pipeline_file.ts";
import type { Json } from "../../flow/kinds/json.ts";
import type { PipelineDescription } from "../../flow/pipeline/description.ts";
import type { Setting } from "../../flow/pipeline/override.ts";
import type { Dividing, Division } from "./divide.ts";
import type { PipelineAddress } from "../address/locate.ts";
import { fetchModules } from "./fetch_modules.ts";
import { LOCAL_LIMITS, REMOTE_LIMITS, withPatience } from "../bounds/limits.ts";
import { SandboxedProcess, type SandboxOptions } from "./sandboxed_process.ts";

/** What is the matter with an answer that fits another question. */
const OTHER = "is one to another question";

/** An item as pipeline code sees it. */
type Item = { readonly id: string; readonly item: Json };

/** Whether modules of the web are among what is loaded. */
function isOfWeb({ trees = [] }: Pick<SandboxOptions, "trees">): boolean {
  return trees.length > 0;
}

/** The functions of a pipeline, run in a process without rights. */
export class PipelineProcess implements AsyncDisposable {
  readonly #address: PipelineAddress;
  readonly #options: SandboxOptions;
  #process: SandboxedProcess;

  private constructor(
    address: PipelineAddress,
    options: SandboxOptions,
    process: SandboxedProcess,
  ) {
    this.#address = address;
    this.#options = options;
    this.#process = process;
  }

  /** Starts the process; the pipeline's modules load meanwhile. */
  static async start(
    address: PipelineAddress,
    told: Omit<SandboxOptions, "limits">,
  ): Promise<PipelineProcess> {
    const limits = withPatience(isOfWeb(told) ? REMOTE_LIMITS : LOCAL_LIMITS);
    const options = { ...told, limits };
    const process = await SandboxedProcess.start(address.file, options);
    return new PipelineProcess(address, options, process);
  }

  /**
   * The pipeline as data, with settings applied.
   *
   * @throws {PipelineError} when the file does not load, has no such pipeline,
   * does not come to an end, or a setting does not fit
   */
  async describe(settings: readonly Setting[]): Promise<PipelineDescription> {
    try {
      return await this.#describe(settings);
    } catch (error) {
      const { file } = this.#address;
      if (!(error instanceof ModuleAbsent) || isOfWeb(this.#options)) {
        throw error;
      }
      await fetchModules(file, this.#options.signal);
      await this.#process[Symbol.asyncDispose]();
      this.#process = await SandboxedProcess.start(file, this.#options);
      return await this.#describe(settings);
    }
  }

  async #describe(
    settings: readonly Setting[],
  ): Promise<PipelineDescription> {
    const { seconds, size } = this.#options.limits;
    const answer = await this.#process.ask({
      request: { type: "describe", export: this.#address.export, settings },
      doing: "load",
      seconds,
      size,
    });
    if (answer.type === "described") return answer.description;
    const names = answer.type === "exports" ? answer.names : [];
    const { file, export: exported } = this.#address;
    throw unknownExport(file, exported, names);
  }

  /** The items of a source that the pipeline defines itself. */
  async list(): Promise<
    { items: readonly Item[]; notices: readonly string[] }
  > {
    const { seconds, listing } = this.#options.limits;
    const answer = await this.#process.ask({
      request: { type: "list" },
      doing: "list the items of",
      seconds,
      size: listing,
    });
    if (answer.type === "listed") return answer;
    throw pipelineBabbles(this.#address.file, OTHER);
  }

  /** Labels and sets of all items. */
  async divide(items: readonly Dividing[]): Promise<Division> {
    const { seconds, secondsPerItem, size, sizePerItem } = this.#options.limits;
    const answer = await this.#process.ask({
      request: {
        type: "divide",
        // Nothing else of them: not where their files are.
        items: items.map(({ id, item, label }) =>
          label === undefined ? { id, item } : { id, item, label }
        ),
      },
      doing: "label the items of",
      seconds: seconds + items.length * secondsPerItem,
      size: size + items.length * sizePerItem,
    });
    if (answer.type === "divided") return answer;
    throw pipelineBabbles(this.#address.file, OTHER);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process[Symbol.asyncDispose]();
  }
}
