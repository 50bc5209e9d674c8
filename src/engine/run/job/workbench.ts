/**
 * The device and the network of one run, opened when a node first needs them:
 * a run that only reuses results starts no GPU.
 *
 * @module
 */
import process from "node:process";
import type { Entry } from "../../../base/store/store.ts";
import type { Field } from "../../../flow/stage/input.ts";
import type { AdapterRecord } from "../../../flow/events/event.ts";
import {
  type Adapter,
  type Device,
  openDevice,
} from "../../device/open_device.ts";
import { processorName } from "../../device/processor.ts";
import type { PackIndex } from "../../data/pack.ts";
import { compileWinograd } from "../../kernels/convolution/winograd/winograd.ts";
import { PackedItems } from "../../data/packed_items.ts";
import { type Tuning, tuningFrom, tuningText } from "../../kernels/tuning.ts";
import {
  type BatchPlan,
  inputLayers,
  partsText,
  planBatch,
  splitNotice,
} from "../../train/memory.ts";
import { checkPrecision } from "../../train/precision.ts";
import {
  type Blueprint,
  drawBlueprint,
  openSession,
  type Session,
  type SessionOptions,
} from "../../train/session.ts";
import type { Vocabulary } from "../../../flow/graph/targets.ts";
import type { LearnJob, LearnOptions } from "./job.ts";

/** A file that the network was built from, kept with the model. */
export type Assets = ReadonlyMap<string, Uint8Array>;

/** What of an adapter is recorded. */
function adapterRecord({ adapter }: Device): AdapterRecord {
  const { name, vendor, description, driver, software, f16 } = adapter;
  // Which kernels computed it: others round otherwise.
  const convolutions = tuningText(adapter.tuning);
  const processor = software ? processorName() : undefined;
  return {
    name,
    vendor,
    description,
    driver,
    software,
    f16,
    convolutions,
    ...processor === undefined ? {} : { processor },
    // It brings WebGPU: another one may round otherwise.
    deno: process.versions["deno"] ?? "",
  };
}

/** The forms of kernels in the record of an adapter, where it is the same. */
function formsOf(
  { name, driver }: Adapter,
  like: AdapterRecord,
): Tuning | undefined {
  const convolutions = like["convolutions"];
  if (like["name"] !== name || like["driver"] !== driver) return undefined;
  return typeof convolutions === "string"
    ? tuningFrom(convolutions)
    : undefined;
}

/** Opens what a run needs, once. */
export class Workbench implements AsyncDisposable {
  readonly #job: LearnJob;
  readonly #options: LearnOptions;
  #device: Promise<Device> | undefined;
  #session: Promise<Session> | undefined;
  #items: PackedItems | undefined;
  #record: AdapterRecord | null = null;
  readonly #assets = new Map<string, Uint8Array>();
  #like: AdapterRecord | undefined;

  constructor(job: LearnJob, options: LearnOptions) {
    this.#job = job;
    this.#options = options;
  }

  /** The adapter in use, or nothing while none is. */
  get adapter(): AdapterRecord | null {
    return this.#record;
  }

  /** Files that were read while the network was built, by reference. */
  get assets(): Assets {
    return this.#assets;
  }

  /**
   * What computed the steps before those of this run, if there were some: on the
   * same adapter, kernels have the same forms. Called before a device is open.
   */
  goOnLike(adapter: AdapterRecord | undefined): void {
    this.#like = adapter;
  }

  device(): Promise<Device> {
    this.#device ??= this.#openDevice();
    return this.#device;
  }

  async #openDevice(): Promise<Device> {
    const { emit, tune = true } = this.#options;
    const like = this.#options.like ?? (tune ? this.#like : undefined) ?? {};
    const device = await openDevice({
      tune,
      formsOf: (adapter) => formsOf(adapter, like),
      trains: true,
      onNotice: (text) => emit({ type: "notice", text }),
    });
    this.#record = adapterRecord(device);
    emit({ type: "adapter", adapter: this.#record });
    return device;
  }

  /** The packed items of the input node. */
  items(input: Entry, index: PackIndex): PackedItems {
    this.#items ??= new PackedItems(input.folder, index);
    return this.#items;
  }

  /** The network with values to start from. */
  session(items: PackedItems, vocabulary: Vocabulary): Promise<Session> {
    this.#session ??= this.#openSession(items, vocabulary);
    return this.#session;
  }

  async #openSession(
    { fields }: PackedItems,
    vocabulary: Vocabulary,
  ): Promise<Session> {
    const { tf, adapter } = await this.device();
    const { fit, input } = this.#job.stages;
    checkPrecision(fit.behaviour.precision, adapter);
    const inputs = inputLayers(input.op, fields);
    return await openSession({
      ...this.#parts(fields, vocabulary, (network) => {
        // Beside its weights, which take as long.
        compileWinograd(network.variables.map(({ shape }) => shape));
        const { batch } = fit.behaviour;
        const plan = planBatch(inputs, network, batch, adapter.limits);
        this.#tellSplit(plan);
        return plan.parts[0];
      }),
      tf,
    });
  }

  /** Says that batches are split, and records it: norms depend on it. */
  #tellSplit(plan: BatchPlan): void {
    const batches = partsText(plan);
    const text = splitNotice(plan);
    if (batches === undefined || text === undefined) return;
    this.#record = { ...this.#record, batches };
    this.#options.emit({ type: "notice", text });
  }

  /** What a network is made of; keeps the files that building it reads. */
  #parts(
    fields: readonly Field[],
    vocabulary: Vocabulary,
    onBuilt: NonNullable<SessionOptions["onBuilt"]>,
  ): Omit<SessionOptions, "tf"> {
    const { stages, read } = this.#job;
    let building = true;
    return {
      stages,
      fields,
      vocabulary,
      read: async (reference) => {
        const bytes = await read(reference);
        if (building) this.#assets.set(reference, bytes);
        return bytes;
      },
      onBuilt: (network) => {
        building = false;
        return onBuilt(network);
      },
    };
  }

  /** What the network is, without a GPU where none is in use yet. */
  async blueprint(
    { fields }: PackedItems,
    vocabulary: Vocabulary,
  ): Promise<Pick<Blueprint, "network" | "normalization">> {
    if (this.#session) return await this.#session;
    const { tf, close } = await openDevice({ backend: "cpu" });
    try {
      const parts = this.#parts(fields, vocabulary, () => undefined);
      return await drawBlueprint({ ...parts, tf });
    } finally {
      close();
    }
  }

  /** What is recorded beside each result. */
  provenance(): { adapter: AdapterRecord | null } {
    return { adapter: this.#record };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#items?.[Symbol.dispose]();
    const session = await this.#session?.catch(() => undefined);
    session?.dispose();
    const device = await this.#device?.catch(() => undefined);
    device?.close();
  }
}
