import { cpus } from "node:os";

/**
 * The processor's own name: where it does what a GPU would, a driver compiles
 * for it, and another one may round otherwise. Nothing where that may not be
 * asked.
 */
export function processorName(): string | undefined {
  try {
    return cpus()[0]?.model.trim() || undefined;
  } catch {
    return undefined; // code from the web trains without this right
  }
}
