import { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import type { Compiler } from "../kernels/compile_ahead.ts";
import type { Tuning } from "../kernels/tuning.ts";
import type { Adapter } from "./adapter.ts";
import { flush } from "./flush.ts";

/** A device that only compiles. */
export interface OpenCompiler extends Compiler {
  close(): void;
}

/**
 * Whether compiling on a second device helps the first: what is written out,
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

/**
 * Opens a second device on the adapter that wgpu gives; none if it gives none:
 * then all is compiled when it is wanted.
 */
export async function openCompiler(): Promise<OpenCompiler | undefined> {
  try {
    const adapter = await navigator.gpu.requestAdapter({
      powerPreference: "high-performance",
    });
    const gpu = await adapter?.requestDevice();
    if (!adapter || !gpu) return undefined;
    // What fails here fails again, and is told, where the shader is wanted.
    gpu.addEventListener("uncapturederror", (event) => event.preventDefault());
    const backend = new WebGPUBackend(gpu, adapter.info);
    return {
      backend,
      submit: () => flush(backend),
      close: () => gpu.destroy(),
    };
  } catch {
    return undefined;
  }
}
