import type { Tensor } from "@tensorflow/tfjs-core";
import type { Tensors } from "../../flow/stage/tensors.ts";

/** What the backend knows of the numbers of a tensor. */
export interface TensorData {
  /** On the device, once they are there. */
  resource: GPUBuffer | null;
  /** On the processor, where they are there too. */
  values: ArrayLike<number> | null;
  /** Whether somebody else frees the resource. */
  external?: boolean;
  readonly dtype: string;
}

/** Where the backend gets its buffers. */
export interface Buffers {
  acquireBuffer(
    size: number,
    usage: number,
    mappedAtCreation?: boolean,
    reuse?: boolean,
  ): GPUBuffer;
  releaseBuffer(buffer: GPUBuffer, reuse?: boolean): void;
}

/** What a tensor's numbers are found by. */
export type DataId = Tensor["dataId"];

/**
 * The parts of tfjs' WebGPU backend that a recording stands in for: what it
 * tells the device, and where it gets its buffers.
 */
export interface RecordedBackend {
  device: GPUDevice;
  queue: GPUQueue;
  bufferManager: Buffers;
  uploadToGPU(dataId: DataId): void;
  readonly tensorMap: {
    has(dataId: DataId): boolean;
    get(dataId: DataId): TensorData;
  };
  makeTensorInfo(
    shape: number[],
    dtype: "float32",
  ): { dataId: DataId; shape: number[]; dtype: "float32" };
  createTensorFromGPUData(
    data: { buffer: GPUBuffer; zeroCopy: true },
    shape: number[],
    dtype: "float32" | "int32",
  ): Tensor;
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
  submitQueue(): void;
}

/** The WebGPU backend, where that is what tfjs computes with. */
export function recordedBackend(tf: Tensors): RecordedBackend | undefined {
  if (tf.getBackend() !== "webgpu") return undefined;
  // The one that device/ made: the members above are there, though tfjs
  // declares some of them private.
  return tf.backend() as unknown as RecordedBackend;
}

/** Submits what tfjs has collected, and lets go of what that held. */
export function flush(backend: RecordedBackend): void {
  backend.ensureCommandEncoderReady();
  backend.endComputePassEncoder();
  backend.submitQueue();
}

/** How buffers of tensors may be used. */
export function tensorUsage(): number {
  return GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC |
    GPUBufferUsage.COPY_DST;
}
