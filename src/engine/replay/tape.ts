import { createHash } from "node:crypto";

/** One run of a shader. */
interface Dispatch {
  readonly kind: "dispatch";
  readonly pipeline: GPUComputePipeline;
  readonly group: GPUBindGroup;
  readonly counts: readonly [number, number, number];
}

/** Bytes moved on the device. */
interface Copy {
  readonly kind: "copy";
  readonly from: GPUBuffer;
  readonly fromOffset: number;
  readonly to: GPUBuffer;
  readonly toOffset: number;
  readonly size: number;
}

const pipelines = new WeakMap<GPUComputePipeline, number>();
let known = 0;

function numberOf(pipeline: GPUComputePipeline): number {
  const number = pipelines.get(pipeline) ?? known++;
  pipelines.set(pipeline, number);
  return number;
}

function digestOf(bytes: Uint8Array): string {
  return createHash("sha1").update(bytes).digest("base64");
}

/**
 * What a device was told in one step, in order: to be told again, and to be
 * compared with another step of which the same is expected.
 */
export class Tape {
  readonly #commands: (Dispatch | Copy)[] = [];
  readonly #lines: string[] = [];
  readonly #buffers = new Map<GPUBuffer, number>();
  #refusal: string | undefined;

  /** Why it must not be played again, if so: what the step does. */
  get refusal(): string | undefined {
    return this.#refusal;
  }

  /** Dispatches and copies. */
  get length(): number {
    return this.#commands.length;
  }

  refuse(what: string): void {
    this.#refusal ??= what;
  }

  dispatch(
    { pipeline, group, counts }: Omit<Dispatch, "kind">,
    buffers: readonly GPUBuffer[],
  ): void {
    this.#commands.push({ kind: "dispatch", pipeline, group, counts });
    const bound = buffers.map((each) => this.#name(each));
    this.#lines.push(`kernel ${numberOf(pipeline)} ${counts} ${bound}`);
  }

  copy(copy: Omit<Copy, "kind">): void {
    this.#commands.push({ kind: "copy", ...copy });
    const { from, fromOffset, to, toOffset, size } = copy;
    const ends = [this.#name(from), fromOffset, this.#name(to), toOffset];
    this.#lines.push(`copy ${ends} ${size}`);
  }

  /** Numbers that were given to the device once, and are there ever after. */
  constant(bytes: Uint8Array): void {
    this.#lines.push(`numbers ${digestOf(bytes)}`);
  }

  /** Numbers that are given to the device at every step. */
  fed(shape: readonly number[], dtype: string): void {
    this.#lines.push(`fed ${dtype} ${shape}`);
  }

  /** Names buffers by their first use: two tapes may have others. */
  #name(buffer: GPUBuffer): number {
    const number = this.#buffers.get(buffer) ?? this.#buffers.size;
    this.#buffers.set(buffer, number);
    return number;
  }

  /** What this tape does that another one does not, if anything. */
  differenceFrom(other: Tape): string | undefined {
    const at = this.#lines.findIndex((line, at) => line !== other.#lines[at]);
    if (at < 0 && this.#lines.length === other.#lines.length) return undefined;
    return this.#lines[at]?.startsWith("numbers")
      ? "gives the device other numbers at each step"
      : "does not run the same kernels at each step";
  }

  /** Tells an encoder all of it. */
  play(encoder: GPUCommandEncoder): void {
    let pass: GPUComputePassEncoder | undefined;
    let set: GPUComputePipeline | undefined;
    for (const command of this.#commands) {
      if (command.kind === "copy") {
        pass?.end();
        pass = set = undefined;
        const { from, fromOffset, to, toOffset, size } = command;
        encoder.copyBufferToBuffer(from, fromOffset, to, toOffset, size);
        continue;
      }
      pass ??= encoder.beginComputePass();
      if (set !== command.pipeline) pass.setPipeline(command.pipeline);
      set = command.pipeline;
      pass.setBindGroup(0, command.group);
      pass.dispatchWorkgroups(...command.counts);
    }
    pass?.end();
  }
}
