/** Between two looks, in milliseconds; one may cost a process. */
const INTERVAL = Deno.build.os === "linux" ? 100 : 500;

/**
 * MiB of memory that a process has in use; undefined where that cannot be told
 * or the process is gone.
 */
export async function memoryInUse(pid: number): Promise<number | undefined> {
  try {
    const kibibytes = Deno.build.os === "linux"
      ? await fromProc(pid)
      : Deno.build.os === "windows"
      ? undefined
      : await fromPs(pid);
    return kibibytes ? Number(kibibytes) / 1024 : undefined;
  } catch {
    // Gone, or not ours to know.
    return undefined;
  }
}

async function fromProc(pid: number): Promise<string | undefined> {
  const status = await Deno.readTextFile(`/proc/${pid}/status`);
  return /^VmRSS:\s*(\d+) kB$/m.exec(status)?.[1];
}

async function fromPs(pid: number): Promise<string> {
  const { stdout } = await new Deno.Command("/bin/ps", {
    args: ["-o", "rss=", "-p", String(pid)],
    stderr: "null",
  }).output();
  return new TextDecoder().decode(stdout).trim();
}

/**
 * Looks again and again at how much memory a process has in use, until it is
 * too much: the heap of V8 has a bound of its own, but arrays of bytes are
 * beside it, and near that bound V8 tries for long to free something.
 *
 * @param most MiB
 * @param onMore called at most once
 */
export function watchMemory(
  pid: number,
  most: number,
  onMore: () => void,
): Disposable {
  let over = false;
  let timer: ReturnType<typeof setTimeout>;
  const look = async () => {
    const used = await memoryInUse(pid);
    if (over) return;
    if (used !== undefined && used > most) return onMore();
    // Where it cannot be told now, it cannot be told later.
    if (used !== undefined) timer = setTimeout(look, INTERVAL);
  };
  timer = setTimeout(look, INTERVAL);
  return {
    [Symbol.dispose]() {
      over = true;
      clearTimeout(timer);
    },
  };
}
