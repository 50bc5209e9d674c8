import assert from "node:assert/strict";

/** Command lines with this text in them; of Linux only. */
export async function running(text: string): Promise<readonly string[]> {
  if (Deno.build.os !== "linux") return [];
  const found: string[] = [];
  for await (const { name } of Deno.readDir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const line = await Deno.readTextFile(`/proc/${name}/cmdline`);
      if (line.includes(text)) found.push(line.replaceAll("\0", " "));
    } catch {
      // It ended meanwhile.
    }
  }
  return found;
}

/** Waits until no process has this text in its command line. */
export async function nothingRuns(text: string, patience = 120): Promise<void> {
  for (let left = patience * 10; left > 0; left--) {
    if ((await running(text)).length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.deepEqual(await running(text), []);
}
