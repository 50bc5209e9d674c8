import { boundedCommand, type CommandLine } from "./bounded_command.ts";
import { boundedText } from "./bounded_text.ts";
import { endProcess } from "./end_process.ts";
import { watchMemory } from "./memory_watch.ts";

/** What a command may use up, and who may end it. */
export interface OutputBounds {
  /** MiB. */
  readonly memory: number;
  /** Seconds of processor time. */
  readonly processor: number;
  /** Wall-clock seconds. */
  readonly seconds: number;
  /** What is read of each stream, in characters. */
  readonly longest: number;
  readonly signal: AbortSignal;
  /** What is thrown when it takes too long. */
  readonly slow: () => Error;
  /** What is thrown when it wants too much memory. */
  readonly hungry: () => Error;
}

/** What a command said; nothing of a stream that said too much. */
export interface BoundedOutput {
  readonly success: boolean;
  readonly stdout: string | undefined;
  readonly stderr: string | undefined;
}

/** Runs a command to its end, within bounds. */
export async function boundedOutput(
  line: CommandLine,
  { memory, processor, seconds, longest, signal, ...faults }: OutputBounds,
): Promise<BoundedOutput> {
  signal.throwIfAborted();
  const { command, args } = boundedCommand(line, { memory, processor });
  const child = new Deno.Command(command, {
    args: [...args],
    env: { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let fault: Error | undefined;
  const end = () => endProcess(child);
  const endWith = (error: Error) => {
    fault ??= error;
    end();
  };
  const timer = setTimeout(() => endWith(faults.slow()), seconds * 1000);
  using _memory = watchMemory(
    child.pid,
    memory,
    () => endWith(faults.hungry()),
  );
  signal.addEventListener("abort", end);
  try {
    const [stdout, stderr, { success }] = await Promise.all([
      boundedText(child.stdout, longest),
      boundedText(child.stderr, longest),
      child.status,
    ]);
    signal.throwIfAborted();
    if (fault) throw fault;
    return { success, stdout, stderr };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", end);
    end();
  }
}
