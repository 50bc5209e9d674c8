import { unknownExport } from "../../base/errors/command.ts";
import type { Json } from "../../flow/kinds/json.ts";
import type { PipelineDescription } from "../../flow/pipeline/description.ts";
import type { Setting } from "../../flow/pipeline/override.ts";
import type { Division } from "../run/divide.ts";
import type { PipelineAddress } from "../run/locate.ts";
import {
  type Limits,
  LOCAL_LIMITS,
  REMOTE_LIMITS,
  withPatience,
} from "./limits.ts";
import { SandboxedProcess, type SandboxOptions } from "./sandboxed_process.ts";

/** An item as pipeline code sees it. */
type Item = { readonly id: string; readonly item: Json };

/** The functions of a pipeline, run in a process without rights. */
export class PipelineProcess implements AsyncDisposable {
  readonly #address: PipelineAddress;
  readonly #process: SandboxedProcess;
  readonly #limits: Limits;

  private constructor(
    address: PipelineAddress,
    process: SandboxedProcess,
    limits: Limits,
  ) {
    this.#address = address;
    this.#process = process;
    this.#limits = limits;
  }

  /** Starts the process; the pipeline's modules load meanwhile. */
  static async start(
    address: PipelineAddress,
    options: Omit<SandboxOptions, "limits">,
  ): Promise<PipelineProcess> {
    const fromWeb = (options.trees ?? []).length > 0;
    const limits = withPatience(fromWeb ? REMOTE_LIMITS : LOCAL_LIMITS);
    const process = await SandboxedProcess.start(address.file, {
      ...options,
      limits,
    });
    return new PipelineProcess(address, process, limits);
  }

  /**
   * The pipeline as data, with settings applied.
   *
   * @throws {PipelineError} when the file does not load, has no such pipeline,
   * does not come to an end, or a setting does not fit
   */
  async describe(settings: readonly Setting[]): Promise<PipelineDescription> {
    const answer = await this.#process.ask({
      request: { type: "describe", export: this.#address.export, settings },
      doing: "load",
      seconds: this.#limits.seconds,
      size: this.#limits.size,
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
    const answer = await this.#process.ask({
      request: { type: "list" },
      doing: "list the items of",
      seconds: this.#limits.seconds,
      size: this.#limits.listing,
    });
    if (answer.type === "listed") return answer;
    throw new TypeError(`Cannot use an answer of type ${answer.type}`);
  }

  /** Labels and sets of all items. */
  async divide(items: readonly Item[]): Promise<Division> {
    const { seconds, secondsPerItem, size, sizePerItem } = this.#limits;
    const answer = await this.#process.ask({
      request: {
        type: "divide",
        items: items.map(({ id, item }) => ({ id, item })),
      },
      doing: "label the items of",
      seconds: seconds + items.length * secondsPerItem,
      size: size + items.length * sizePerItem,
    });
    if (answer.type === "divided") return answer;
    throw new TypeError(`Cannot use an answer of type ${answer.type}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process[Symbol.asyncDispose]();
  }
}
