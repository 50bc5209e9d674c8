import { boundedCommand, hasShell } from "./bounded_command.ts";
import { LOCAL_LIMITS, REMOTE_LIMITS } from "./limits.ts";
import { memoryInUse } from "./memory_watch.ts";

/** What bounds the code of pipelines on this system. */
export interface Bounds {
  /** The system refuses it more memory. */
  readonly memoryBySystem: boolean;
  /** We look at how much memory it has, and end it. */
  readonly memoryByWatch: boolean;
  /** The system ends it once it has used up its processor time. */
  readonly processorBySystem: boolean;
  /** It ends with the process that started it, however that ends. */
  readonly diesWithSupervisor: boolean;
}

/** What a bounded process says of its own limits: `ulimit -d` and `-t`. */
async function toldLimits(): Promise<readonly (string | undefined)[]> {
  if (!hasShell()) return [];
  const { command, args } = boundedCommand({
    command: "/bin/sh",
    args: ["-c", "ulimit -d; ulimit -t"],
  }, LOCAL_LIMITS);
  try {
    const { stdout } = await new Deno.Command(command, {
      args: [...args],
      stderr: "null",
    }).output();
    return new TextDecoder().decode(stdout).trim().split("\n");
  } catch {
    return [];
  }
}

/** Finds out which bounds hold here, by setting them. */
export async function activeBounds(): Promise<Bounds> {
  const [memory = "", processor = ""] = await toldLimits();
  return {
    memoryBySystem: Deno.build.os === "linux" && /^\d+$/.test(memory),
    memoryByWatch: await memoryInUse(Deno.pid) !== undefined,
    processorBySystem: /^\d+$/.test(processor),
    diesWithSupervisor: processor !== "",
  };
}

/** The same in words, as `doctor` tells it. */
export function boundsLines(
  { memoryBySystem, memoryByWatch, ...bounds }: Bounds,
): readonly string[] {
  const of = ({ memory, seconds }: typeof LOCAL_LIMITS) =>
    `${memory} MiB and ${seconds} s`;
  const held = [
    memoryBySystem && "memory by the system",
    memoryByWatch && "memory by watching it",
    bounds.processorBySystem && "processor time by the system",
    bounds.diesWithSupervisor && "its end with that of the command",
  ].filter((each) => each !== false);
  const heap = "time by the command, the heap by V8";
  return [
    `Pipeline code: no rights, ${of(LOCAL_LIMITS)}; from an address ${
      of(REMOTE_LIMITS)
    }`,
    `Held here: ${[heap, ...held].join(", ")}`,
  ];
}
