/** What the Vulkan loader says, before wgpu has asked it anything. */
export type VulkanProbe =
  | { readonly kind: "devices"; readonly count: number }
  | { readonly kind: "no loader" }
  | { readonly kind: "not probed"; readonly reason: string };

const SYMBOLS = {
  vkCreateInstance: {
    parameters: ["buffer", "pointer", "buffer"],
    result: "i32",
  },
  vkEnumeratePhysicalDevices: {
    parameters: ["pointer", "buffer", "pointer"],
    result: "i32",
  },
  vkDestroyInstance: { parameters: ["pointer", "pointer"], result: "void" },
} as const;

// sizeof(VkInstanceCreateInfo) on a 64-bit machine: all zero but the first word,
// VK_STRUCTURE_TYPE_INSTANCE_CREATE_INFO, means "Vulkan 1.0, no layers, no extensions".
const INSTANCE_CREATE_INFO_BYTES = 64;
const STRUCTURE_TYPE_INSTANCE_CREATE_INFO = 1;

/**
 * Counts the Vulkan devices of this machine without wgpu. wgpu enumerates the
 * drivers once, at the first `requestAdapter`, and never looks again, so a
 * driver must be chosen before that call.
 */
export function probeVulkan(library = "libvulkan.so.1"): VulkanProbe {
  let vulkan: Deno.DynamicLibrary<typeof SYMBOLS>;
  try {
    vulkan = Deno.dlopen(library, SYMBOLS);
  } catch (cause) {
    if (cause instanceof Deno.errors.NotCapable) {
      return {
        kind: "not probed",
        reason: "the permission --allow-ffi is missing",
      };
    }
    return { kind: "no loader" };
  }
  try {
    return { kind: "devices", count: countDevices(vulkan) };
  } finally {
    vulkan.close();
  }
}

function countDevices(vulkan: Deno.DynamicLibrary<typeof SYMBOLS>): number {
  const info = new Uint32Array(INSTANCE_CREATE_INFO_BYTES / 4);
  info[0] = STRUCTURE_TYPE_INSTANCE_CREATE_INFO;
  const handle = new BigUint64Array(1);
  if (vulkan.symbols.vkCreateInstance(info, null, handle) !== 0) return 0;
  const instance = Deno.UnsafePointer.create(handle[0] ?? 0n);
  const count = new Uint32Array(1);
  const result = vulkan.symbols.vkEnumeratePhysicalDevices(
    instance,
    count,
    null,
  );
  vulkan.symbols.vkDestroyInstance(instance, null);
  return result === 0 ? count[0] ?? 0 : 0;
}
