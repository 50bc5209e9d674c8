import { PipelineError } from "./pipeline_error.ts";

const DRIVER_REMEDY =
  "Install a Vulkan driver: apt-get install mesa-vulkan-drivers";

/** No adapter at all: `tried` are sentences, one for each attempt. */
export function noDevice(tried: readonly string[]): PipelineError {
  const list = tried.map((line) => `\n  - ${line}`).join("");
  return new PipelineError(
    `Cannot open a GPU device: no adapter was found${list}`,
    {
      remedy: DRIVER_REMEDY,
    },
  );
}

/** The adapter was there and refused to give a device. */
export function deviceRefused(adapter: string, cause: unknown): PipelineError {
  return new PipelineError(
    `Cannot open a device on "${adapter}": ${reasonOf(cause)}`,
    { item: adapter, remedy: DRIVER_REMEDY, cause },
  );
}

/** `LEAT_DRIVER` holds something else than a driver's name. */
export function unknownDriver(
  value: string,
  known: readonly string[],
): PipelineError {
  return new PipelineError(
    `Cannot use LEAT_DRIVER "${value}": it is not one of ${known.join(", ")}`,
    { item: value, remedy: "Unset LEAT_DRIVER to let Leat choose" },
  );
}

/** The driver asked for with `LEAT_DRIVER` gives no adapter. */
export function driverUnavailable(
  driver: string,
  tried: readonly string[],
): PipelineError {
  return new PipelineError(
    `Cannot open a GPU device with LEAT_DRIVER "${driver}": ${
      tried.join("; ")
    }`,
    { item: driver, remedy: "Unset LEAT_DRIVER to let Leat choose" },
  );
}

/** SwiftShader's package could not be fetched or unpacked. */
export function swiftShaderMissing(
  what: string,
  cause?: unknown,
): PipelineError {
  return new PipelineError(`Cannot load "SwiftShader": ${what}`, {
    item: "SwiftShader",
    remedy: DRIVER_REMEDY,
    cause,
  });
}

/** An unpacked driver file is not the file that Leat knows. */
export function driverFileChanged(
  file: string,
  expected: string,
  actual: string,
): PipelineError {
  return new PipelineError(
    `Cannot trust "${file}": its sha256 is ${actual}, not ${expected}`,
    { item: file, remedy: "Remove the folder it is in and run again" },
  );
}

/** A validation error that the GPU reported after the fact. */
export function gpuError(message: string, cause: unknown): PipelineError {
  const binding = /bind|buffer_size|BufferSize/i.test(message);
  return new PipelineError(
    `Cannot trust the results on the GPU: ${firstLines(message)}`,
    {
      remedy: binding
        ? "A tensor is larger than the adapter allows: lower the batch size or the image size"
        : "Run again; if it stays, report it with the output of deno task doctor",
      cause,
    },
  );
}

/** The GPU ran out of memory. */
export function gpuOutOfMemory(message: string, cause: unknown): PipelineError {
  return new PipelineError(
    `Cannot allocate GPU memory: ${firstLines(message)}`,
    { remedy: "Lower the batch size or the image size", cause },
  );
}

/** The device went away: a driver crash, a reset, a hang. */
export function deviceLost(
  adapter: string,
  reason: string,
  message: string,
): PipelineError {
  return new PipelineError(
    `Cannot go on with "${adapter}": the device was lost (${reason}): ${
      firstLines(message)
    }`,
    {
      item: adapter,
      remedy: "Run again: training resumes from the last saved step",
    },
  );
}

/** The message of anything thrown. */
export function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

// wgpu prints a chain of causes, one a line: the first says where, the last says why.
function firstLines(message: string): string {
  const lines = message.split("\n").map((line) => line.trim()).filter((line) =>
    line !== ""
  );
  const last = lines.at(-1) ?? "no message";
  return lines.length > 1 ? `${lines[0]} ${last}` : last;
}

/** What was measured of an adapter cannot be kept. */
export function tuningNotKept(file: string, cause: unknown): PipelineError {
  return new PipelineError(
    `Cannot keep the tuning "${file}": ${reasonOf(cause)}`,
    {
      remedy: "Make its folder writable, or set LEAT_CACHE to one that is",
      cause,
    },
  );
}
