import { reasonOf, unknownDriver } from "../../base/errors/device.ts";
import { installSwiftShader, loadSwiftShader } from "./swiftshader.ts";
import { probeVulkan, type VulkanProbe } from "./vulkan.ts";

/** How the adapter will be asked for, and what was found out before asking. */
export interface DriverChoice {
  /** `undefined`: whatever wgpu finds, as on macOS and Windows. */
  readonly driver: "vulkan" | "gl" | "swiftshader" | undefined;
  readonly tried: readonly string[];
}

/** What the choice depends on; tests give their own. */
export interface Machine {
  readonly os: string;
  readonly arch: string;
  readonly env: (name: string) => string | undefined;
  readonly probeVulkan: () => VulkanProbe;
  /** Makes SwiftShader ready in this process, or throws. */
  readonly loadSwiftShader: () => Promise<void>;
}

const WANTED = ["auto", "vulkan", "swiftshader", "gl"];

/**
 * Chooses the driver before wgpu is asked for an adapter:
 *
 *     LEAT_DRIVER, DENO_WEBGPU_BACKEND -> as they say
 *     not Linux                        -> whatever wgpu finds
 *     a Vulkan device                  -> Vulkan
 *     else, on x86-64                  -> SwiftShader
 *     else                             -> GL, if there is any
 */
export async function chooseDriver(machine: Machine): Promise<DriverChoice> {
  const wanted = machine.env("LEAT_DRIVER") || "auto";
  if (!WANTED.includes(wanted)) throw unknownDriver(wanted, WANTED);
  if (wanted === "gl") {
    return { driver: "gl", tried: ["LEAT_DRIVER asks for GL"] };
  }
  if (wanted === "swiftshader") {
    return await swiftShaderOr(machine, undefined, [
      "LEAT_DRIVER asks for SwiftShader",
    ]);
  }
  if (wanted === "vulkan") {
    return { driver: "vulkan", tried: ["LEAT_DRIVER asks for Vulkan"] };
  }
  const backend = machine.env("DENO_WEBGPU_BACKEND");
  if (backend) {
    return {
      driver: undefined,
      tried: [`DENO_WEBGPU_BACKEND asks for ${backend}`],
    };
  }
  if (machine.os !== "linux") {
    return { driver: undefined, tried: [`The GPU of ${machine.os}`] };
  }
  const probe = machine.probeVulkan();
  if (probe.kind === "not probed") {
    return {
      driver: undefined,
      tried: [`Vulkan was not probed: ${probe.reason}`],
    };
  }
  if (probe.kind === "devices" && probe.count > 0) {
    return {
      driver: "vulkan",
      tried: [`Vulkan: ${plural(probe.count, "device")}`],
    };
  }
  const vulkan = probe.kind === "no loader"
    ? "Vulkan: libvulkan.so.1 is not installed"
    : "Vulkan: the loader is installed, but no driver offers a device";
  return await swiftShaderOr(machine, "gl", [vulkan]);
}

/** The machine that this process runs on. */
export function thisMachine(onFetch: () => void): Machine {
  return {
    os: Deno.build.os,
    arch: Deno.build.arch,
    env: (name) => Deno.env.get(name),
    probeVulkan: () => probeVulkan(),
    loadSwiftShader: async () =>
      loadSwiftShader(await installSwiftShader({ onFetch })),
  };
}

async function swiftShaderOr(
  machine: Machine,
  otherwise: "gl" | undefined,
  tried: readonly string[],
): Promise<DriverChoice> {
  if (machine.os !== "linux" || machine.arch !== "x86_64") {
    const where = `${machine.os} on ${machine.arch}`;
    return {
      driver: otherwise,
      tried: [
        ...tried,
        `SwiftShader: there is none for ${where}, only for linux on x86_64`,
      ],
    };
  }
  try {
    await machine.loadSwiftShader();
    return { driver: "swiftshader", tried: [...tried, "SwiftShader: loaded"] };
  } catch (cause) {
    return {
      driver: otherwise,
      tried: [...tried, `SwiftShader: ${reasonOf(cause)}`],
    };
  }
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
