import { tmpdir } from "node:os";
import { driverUnavailable, noDevice } from "../../base/errors/device.ts";
import { COMPACT } from "../kernels/tuning.ts";
import { type Adapter, type Driver, readLimits } from "./adapter.ts";
import {
  chooseDriver,
  type DriverChoice,
  thisMachine,
} from "./choose_driver.ts";
import { FETCHING } from "./swiftshader.ts";

/** wgpu's adapter and what we say about it. */
export interface FoundAdapter {
  readonly gpu: GPUAdapter;
  readonly adapter: Adapter;
}

const BACKEND = "DENO_WEBGPU_BACKEND";
const FASTER = "apt-get install mesa-vulkan-drivers";
const SWIFTSHADER_NOTICE =
  `No GPU driver was found: SwiftShader computes on the processor. About 3x faster: ${FASTER}`;
const GL_NOTICE =
  `No Vulkan driver was found: OpenGL is used, which trains far slower without saying so. Remedy: ${FASTER}`;

/** Chooses a driver, asks wgpu for its fastest adapter and describes it. */
export async function requestAdapter(
  onNotice: (line: string) => void,
): Promise<FoundAdapter> {
  // Mesa complains on stderr where there is no login session.
  if (Deno.build.os === "linux" && !Deno.env.get("XDG_RUNTIME_DIR")) {
    Deno.env.set("XDG_RUNTIME_DIR", tmpdir());
  }
  const choice = await chooseDriver(thisMachine(() => onNotice(FETCHING)));
  const forced = Deno.env.get("LEAT_DRIVER") || "auto";
  if (forced === "swiftshader" && choice.driver !== "swiftshader") {
    throw driverUnavailable(forced, choice.tried);
  }
  const gpu = await requestOnly(choice.driver);
  if (gpu === null) {
    const tried = [...choice.tried, "requestAdapter: it found no adapter"];
    throw forced === "auto"
      ? noDevice(tried)
      : driverUnavailable(forced, tried);
  }
  const adapter = describe(gpu, choice);
  for (const line of adapter.notices) onNotice(line);
  return { gpu, adapter };
}

// wgpu takes GL silently where Vulkan gives nothing; a driver that was chosen
// is therefore the only one that it may use. It reads the variable once, at
// its first request.
async function requestOnly(
  driver: DriverChoice["driver"],
): Promise<GPUAdapter | null> {
  const before = Deno.env.get(BACKEND);
  if (driver !== undefined) {
    Deno.env.set(BACKEND, driver === "gl" ? "gl" : "vulkan");
  }
  try {
    return await navigator.gpu.requestAdapter({
      powerPreference: "high-performance",
    });
  } finally {
    if (before === undefined) Deno.env.delete(BACKEND);
    else Deno.env.set(BACKEND, before);
  }
}

function describe(gpu: GPUAdapter, choice: DriverChoice): Adapter {
  const { vendor, description, device } = gpu.info;
  const name = description || device || "unnamed adapter";
  const driver = driverOf(gpu, name, choice);
  const software = gpu.info.isFallbackAdapter ||
    /llvmpipe|swiftshader|softpipe/i.test(name);
  return {
    name,
    vendor,
    description: `${name} through ${driver}${software ? ", in software" : ""}`,
    driver,
    software,
    features: [...gpu.features].sort(),
    f16: gpu.features.has("shader-f16"),
    tuning: COMPACT,
    limits: readLimits(gpu.limits),
    tried: [...choice.tried, `requestAdapter: ${name} through ${driver}`],
    notices: driver === "swiftshader"
      ? [SWIFTSHADER_NOTICE]
      : driver === "gl"
      ? [GL_NOTICE]
      : [],
  };
}

function driverOf(gpu: GPUAdapter, name: string, choice: DriverChoice): Driver {
  if (/swiftshader/i.test(name)) return "swiftshader";
  if (choice.driver !== undefined) return choice.driver;
  if (Deno.build.os === "darwin") return "metal";
  if (Deno.build.os === "windows") return "dx12";
  return looksLikeGl(gpu) ? "gl" : "vulkan";
}

// wgpu does not say which of its backends an adapter comes from. Its GL backend
// has no limit to give for bindings and puts the largest 32-bit number there.
function looksLikeGl(gpu: GPUAdapter): boolean {
  return gpu.limits.maxBindingsPerBindGroup === 0xffffffff;
}
