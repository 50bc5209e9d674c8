/** The part of WebGPU's description of an adapter that tells software. */
export interface AdapterTraits {
  readonly description: string;
  readonly device: string;
  readonly isFallbackAdapter: boolean;
}

/** Whether an adapter computes on the processor. */
export function isSoftware(
  { description, device, isFallbackAdapter }: AdapterTraits,
): boolean {
  return isFallbackAdapter ||
    /llvmpipe|swiftshader|softpipe/i.test(description || device);
}
