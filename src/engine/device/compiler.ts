import { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import type { Compiler } from "../kernels/compile_ahead.ts";
import type { Tuning } from "../kernels/tuning.ts";
import type { Adapter } from "./adapter.ts";
import { flush } from "./flush.ts";
import { runOnZeros } from "./run_on_zeros.ts";

/** Devices that only compile. */
export interface OpenCompiler extends Compiler {
  close(): void;
}

/**
 * Whether compiling on other devices helps the first: what is written out,
 * or transformed, takes seconds, and Vulkan's drivers keep it. SwiftShader keeps nothing.
 */
export function isWorthCompiler(
  { driver }: Pick<Adapter, "driver">,
  tuning: Tuning,
): boolean {
  const forms = Object.values(tuning);
  return driver === "vulkan" &&
    (forms.includes("unrolled") || forms.includes("winograd"));
}

/** The texts of the shaders that a device is given from now on. */
function shadersOf(gpu: GPUDevice): ReadonlySet<string> {
  const codes = new Set<string>();
  const { createShaderModule } = gpu;
  gpu.createShaderModule = (descriptor) => {
    codes.add(descriptor.code);
    return createShaderModule.call(gpu, descriptor);
  };
  return codes;
}

async function openOne(): Promise<GPUDevice | undefined> {
  const adapter = await navigator.gpu.requestAdapter({
    powerPreference: "high-performance",
  });
  const gpu = await adapter?.requestDevice();
  // What fails here fails again, and is told, where the shader is wanted.
  gpu?.addEventListener("uncapturederror", (event) => event.preventDefault());
  return gpu;
}

/**
 * Opens two devices on the adapter that wgpu gives: whoever asks one that is at
 * it for another shader waits. None if it gives none: then all is compiled when
 * it is wanted.
 */
export async function openCompiler(): Promise<OpenCompiler | undefined> {
  try {
    const [first, second] = await Promise.all([openOne(), openOne()]);
    if (!first || !second) {
      first?.destroy();
      second?.destroy();
      return undefined;
    }
    const known = shadersOf(first);
    const backend = new WebGPUBackend(first, first.adapterInfo);
    return {
      backend,
      submit: () => flush(backend),
      compile: (codes) =>
        runOnZeros(second, codes.filter((code) => !known.has(code))),
      close() {
        first.destroy();
        second.destroy();
      },
    };
  } catch {
    return undefined;
  }
}
