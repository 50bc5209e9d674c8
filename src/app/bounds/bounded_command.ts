/** How to start a process. */
export interface CommandLine {
  readonly command: string;
  readonly args: readonly string[];
}

/** The shell of every system that has one. */
const SHELL = "/bin/sh";

/** MiB of data that Deno takes before any code runs. */
const START = 768;

/**
 * Sets the limits, as far as this system has them, then becomes the command.
 * What watches over it ends it once the process that started this one is gone:
 * a busy loop hears of no closed pipe. Its pid is `$$`, as `exec` keeps it.
 */
const SCRIPT = `ulimit -c 0
ulimit -d "$1" 2>/dev/null
ulimit -t "$2" 2>/dev/null
shift 2
{
  while kill -0 $PPID && kill -0 $$; do sleep 1 || exit; done
  kill -9 $$
} </dev/null >/dev/null 2>&1 &
exec "$@"`;

/** Whether commands can be bounded by the system here. */
export function hasShell(): boolean {
  if (Deno.build.os === "windows") return false;
  try {
    const run = Deno.permissions.querySync({ name: "run", command: SHELL });
    return run.state === "granted" && Deno.statSync(SHELL).isFile;
  } catch {
    return false;
  }
}

/**
 * The same command, with bounds that the system itself holds: it dies with this
 * process, leaves no image of its memory on the disk, and uses up no more.
 *
 * @param memory MiB of data, besides what Deno starts with
 * @param processor seconds of processor time
 */
export function boundedCommand(
  { command, args }: CommandLine,
  { memory, processor }: {
    readonly memory: number;
    readonly processor: number;
  },
): CommandLine {
  if (!hasShell()) return { command, args };
  const limits = [(memory + START) * 1024, Math.ceil(processor)].map(String);
  return {
    command: SHELL,
    args: ["-c", SCRIPT, SHELL, ...limits, command, ...args],
  };
}
