import { cpus } from "node:os";
import type { Adapter } from "../../src/engine/device/open_device.ts";
import { driverVersion } from "./driver_version.ts";

/** What was measured with, and when. */
export interface Machine {
  readonly adapter: string;
  /** How the adapter was reached, and the version of the driver. */
  readonly driver: string;
  /** Of the processor that is told as `system`. */
  readonly cores: number;
  readonly system: string;
  readonly deno: string;
  /** The day, `2026-11-23`, in UTC. */
  readonly date: string;
}

/** Describes this machine, today. */
export function describeMachine({ name, driver }: Adapter): Machine {
  const processors = cpus();
  const version = driver === "vulkan" ? driverVersion(name) : undefined;
  return {
    adapter: name,
    driver: version === undefined ? driver : `${driver}, ${version}`,
    cores: processors.length,
    system: processors[0]?.model.trim() ?? Deno.build.arch,
    deno: Deno.version.deno,
    date: new Date().toISOString().slice(0, 10),
  };
}
