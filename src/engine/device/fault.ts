import {
  deviceLost,
  gpuError,
  gpuOutOfMemory,
} from "../../base/errors/device.ts";

/** The first thing that went wrong on a device. */
export interface FaultWatch {
  /** Throws the first fault, on every call after it: results since then cannot be trusted. */
  check(): void;
  /** Stops listening: a device that we destroy is not lost. */
  stop(): void;
}

/**
 * Listens for the errors that WebGPU reports beside the results. tfjs ignores
 * them: the work that failed is dropped and a read returns what was in the
 * buffer before.
 */
export function watchFaults(device: GPUDevice, name: string): FaultWatch {
  let fault: Error | undefined;
  let stopped = false;

  function onError(event: Event): void {
    event.preventDefault(); // else Deno prints it too
    const error = errorOf(event);
    fault ??= error instanceof GPUOutOfMemoryError
      ? gpuOutOfMemory(error.message, error)
      : gpuError(error.message, error);
  }

  device.addEventListener("uncapturederror", onError);
  device.lost.then((info) => {
    if (!stopped) {
      fault ??= deviceLost(name, info.reason || "unknown", info.message);
    }
  });
  return {
    check() {
      if (fault !== undefined) throw fault;
    },
    stop() {
      stopped = true;
      device.removeEventListener("uncapturederror", onError);
    },
  };
}

function errorOf(event: Event): { readonly message: string } {
  if ("error" in event && event.error instanceof GPUError) return event.error;
  return { message: "an error without a message" };
}
