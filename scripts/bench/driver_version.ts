/**
 * What a Vulkan driver calls itself, which WebGPU does not tell.
 *
 * @module
 */

const SYMBOLS = {
  vkCreateInstance: {
    parameters: ["buffer", "pointer", "buffer"],
    result: "i32",
  },
  vkEnumeratePhysicalDevices: {
    parameters: ["pointer", "buffer", "buffer"],
    result: "i32",
  },
  vkGetPhysicalDeviceProperties2: {
    parameters: ["pointer", "buffer"],
    result: "void",
  },
  vkDestroyInstance: { parameters: ["pointer", "pointer"], result: "void" },
} as const;

type Vulkan = Deno.DynamicLibrary<typeof SYMBOLS>;

const MOST_DEVICES = 16;
const VERSION_1_2 = (1 << 22) | (2 << 12);

/** A structure of C on a 64-bit machine, by the offsets of its members. */
function structure(
  bytes: number,
  members: Readonly<Record<number, number | Uint8Array<ArrayBuffer>>>,
): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(bytes));
  for (const [offset, member] of Object.entries(members)) {
    if (typeof member === "number") {
      view.setUint32(Number(offset), member, true);
    } else {
      const pointer = Deno.UnsafePointer.of(member);
      const address = Deno.UnsafePointer.value(pointer);
      view.setBigUint64(Number(offset), BigInt(address), true);
    }
  }
  return new Uint8Array(view.buffer);
}

/** The text of a member, which a zero ends. */
function textAt(bytes: Uint8Array, offset: number): string {
  const text = new TextDecoder().decode(bytes.subarray(offset, offset + 256));
  return text.slice(0, text.indexOf("\0"));
}

/**
 * Name and version of the driver of the adapter of that name:
 * `llvmpipe Mesa 22.3.6 (LLVM 15.0.6)`. Nothing where no Vulkan tells it.
 */
export function driverVersion(
  adapter: string,
  library = "libvulkan.so.1",
): string | undefined {
  let vulkan: Vulkan;
  try {
    vulkan = Deno.dlopen(library, SYMBOLS);
  } catch {
    return undefined; // another system, or no loader
  }
  try {
    return find(vulkan, adapter);
  } finally {
    vulkan.close();
  }
}

function find({ symbols }: Vulkan, adapter: string): string | undefined {
  const application = structure(48, { 44: VERSION_1_2 });
  const created = structure(64, { 0: 1, 24: application });
  const handle = new BigUint64Array(1);
  if (symbols.vkCreateInstance(created, null, handle) !== 0) return undefined;
  const instance = Deno.UnsafePointer.create(handle[0] ?? 0n);
  try {
    const count = Uint32Array.of(MOST_DEVICES);
    const devices = new BigUint64Array(MOST_DEVICES);
    symbols.vkEnumeratePhysicalDevices(instance, count, devices);
    for (const device of devices.subarray(0, count[0])) {
      // VkPhysicalDeviceProperties2, and VkPhysicalDeviceDriverProperties
      // behind it.
      const driver = structure(536, { 0: 1_000_196_000 });
      const about = structure(840, { 0: 1_000_059_001, 8: driver });
      const pointer = Deno.UnsafePointer.create(device);
      symbols.vkGetPhysicalDeviceProperties2(pointer, about);
      if (textAt(about, 16 + 20) !== adapter) continue;
      return `${textAt(driver, 20)} ${textAt(driver, 276)}`;
    }
    return undefined;
  } finally {
    symbols.vkDestroyInstance(instance, null);
  }
}
