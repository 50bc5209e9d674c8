import { COMPACT, type Tuning } from "../kernels/tuning.ts";

/** What drives the adapter: wgpu's backend, or SwiftShader behind Vulkan, or no GPU at all. */
export type Driver = "vulkan" | "gl" | "swiftshader" | "metal" | "dx12" | "cpu";

/** The limits that decide which kernels and which tensors fit. */
export interface AdapterLimits {
  /** Largest tensor that one kernel may see, in bytes. */
  readonly maxStorageBufferBindingSize: number;
  /** Largest buffer, in bytes. */
  readonly maxBufferSize: number;
  readonly maxComputeInvocationsPerWorkgroup: number;
  readonly maxComputeWorkgroupSizeX: number;
  readonly maxComputeWorkgroupSizeY: number;
  readonly maxComputeWorkgroupSizeZ: number;
  /** Memory that the invocations of a workgroup share, in bytes. */
  readonly maxComputeWorkgroupStorageSize: number;
  readonly maxComputeWorkgroupsPerDimension: number;
  /** How many tensors one kernel may read and write. */
  readonly maxStorageBuffersPerShaderStage: number;
}

/** What computes: the name, how it was reached and what it can hold. */
export interface Adapter {
  /** The adapter's own name: `"llvmpipe (LLVM 15.0.6, 256 bits)"`. */
  readonly name: string;
  readonly vendor: string;
  /** One line for people: name, driver, and whether it is software. */
  readonly description: string;
  readonly driver: Driver;
  /** Whether the processor does the work of a GPU. */
  readonly software: boolean;
  readonly features: readonly string[];
  /** Whether shaders may compute in half precision. */
  readonly f16: boolean;
  /** The form of each kernel, as `deno task tune`, an earlier training or a probe chose. */
  readonly tuning: Tuning;
  readonly limits: AdapterLimits;
  /** What was tried on the way here, as sentences. */
  readonly tried: readonly string[];
  /** Lines that a user must read: a slow driver and how to get a faster one. */
  readonly notices: readonly string[];
}

/** The names of {@linkcode AdapterLimits}: all of them are asked for in full. */
export const LIMIT_NAMES = [
  "maxStorageBufferBindingSize",
  "maxBufferSize",
  "maxComputeInvocationsPerWorkgroup",
  "maxComputeWorkgroupSizeX",
  "maxComputeWorkgroupSizeY",
  "maxComputeWorkgroupSizeZ",
  "maxComputeWorkgroupStorageSize",
  "maxComputeWorkgroupsPerDimension",
  "maxStorageBuffersPerShaderStage",
] as const satisfies readonly (keyof AdapterLimits)[];

/** The limits of an adapter or a device as plain numbers. */
export function readLimits(limits: GPUSupportedLimits): AdapterLimits {
  return {
    maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
    maxBufferSize: limits.maxBufferSize,
    maxComputeInvocationsPerWorkgroup: limits.maxComputeInvocationsPerWorkgroup,
    maxComputeWorkgroupSizeX: limits.maxComputeWorkgroupSizeX,
    maxComputeWorkgroupSizeY: limits.maxComputeWorkgroupSizeY,
    maxComputeWorkgroupSizeZ: limits.maxComputeWorkgroupSizeZ,
    maxComputeWorkgroupStorageSize: limits.maxComputeWorkgroupStorageSize,
    maxComputeWorkgroupsPerDimension: limits.maxComputeWorkgroupsPerDimension,
    maxStorageBuffersPerShaderStage: limits.maxStorageBuffersPerShaderStage,
  };
}

/** The processor itself, behind tfjs' cpu backend: no limits but memory. */
export function cpuAdapter(): Adapter {
  return {
    name: "cpu",
    vendor: "",
    description: "the processor, by the tfjs cpu backend (a reference, slow)",
    driver: "cpu",
    software: true,
    features: [],
    f16: false,
    tuning: COMPACT,
    limits: {
      maxStorageBufferBindingSize: Number.MAX_SAFE_INTEGER,
      maxBufferSize: Number.MAX_SAFE_INTEGER,
      maxComputeInvocationsPerWorkgroup: 1,
      maxComputeWorkgroupSizeX: 1,
      maxComputeWorkgroupSizeY: 1,
      maxComputeWorkgroupSizeZ: 1,
      maxComputeWorkgroupStorageSize: 0,
      maxComputeWorkgroupsPerDimension: 1,
      maxStorageBuffersPerShaderStage: Number.MAX_SAFE_INTEGER,
    },
    tried: ["The cpu backend was asked for"],
    notices: [],
  };
}
