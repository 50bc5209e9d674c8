import { unknownExport } from "../../base/errors/command.ts";
import type { Json } from "../../flow/kinds/json.ts";
import type { PipelineDescription } from "../../flow/pipeline/description.ts";
import type { Setting } from "../../flow/pipeline/override.ts";
import type { Division } from "../run/divide.ts";
import type { PipelineAddress } from "../run/locate.ts";
import { SandboxedProcess, type SandboxOptions } from "./sandboxed_process.ts";

/** Wall-clock limits, in seconds; `LEAT_PATIENCE` replaces both. */
const LOAD_SECONDS = 30;
const LABEL_SECONDS = 120;

/** Limits of what is said, in characters; prints of the pipeline count too. */
const DESCRIPTION_SIZE = 2 ** 24;
/** Labels and ids of one item. */
const SIZE_PER_ITEM = 4096;
const LISTING_SIZE = 2 ** 27;

/** An item as pipeline code sees it. */
type Item = { readonly id: string; readonly item: Json };

/** The functions of a pipeline, run in a process without rights. */
export class PipelineProcess implements AsyncDisposable {
  readonly #address: PipelineAddress;
  readonly #process: SandboxedProcess;

  private constructor(address: PipelineAddress, process: SandboxedProcess) {
    this.#address = address;
    this.#process = process;
  }

  /** Starts the process; the pipeline's modules load meanwhile. */
  static async start(
    address: PipelineAddress,
    options: SandboxOptions,
  ): Promise<PipelineProcess> {
    const process = await SandboxedProcess.start(address.file, options);
    return new PipelineProcess(address, process);
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
      seconds: patience(LOAD_SECONDS),
      size: DESCRIPTION_SIZE,
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
      seconds: patience(LABEL_SECONDS),
      size: LISTING_SIZE,
    });
    if (answer.type === "listed") return answer;
    throw new TypeError(`Cannot use an answer of type ${answer.type}`);
  }

  /** Labels and sets of all items. */
  async divide(items: readonly Item[]): Promise<Division> {
    const answer = await this.#process.ask({
      request: {
        type: "divide",
        items: items.map(({ id, item }) => ({ id, item })),
      },
      doing: "label the items of",
      seconds: patience(LABEL_SECONDS),
      size: DESCRIPTION_SIZE + items.length * SIZE_PER_ITEM,
    });
    if (answer.type === "divided") return answer;
    throw new TypeError(`Cannot use an answer of type ${answer.type}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process[Symbol.asyncDispose]();
  }
}

function patience(seconds: number): number {
  const own = Number(Deno.env.get("LEAT_PATIENCE"));
  return own > 0 ? own : seconds;
}
