/** What opens an address or a file, as its owner is used to. */
function opener(): readonly [command: string, ...args: string[]] {
  const own = Deno.env.get("BROWSER");
  if (own) return [own];
  if (Deno.build.os === "darwin") return ["open"];
  // `start` takes the first word in quotes for a title.
  if (Deno.build.os === "windows") return ["cmd", "/c", "start", ""];
  return ["xdg-open"];
}

/**
 * Opens a page in a browser, and does not wait until it is closed. Where there
 * is none, it says so: the address was printed.
 *
 * @param page an address, or the path of a file
 */
export function openPage(page: string): void {
  const [command, ...args] = opener();
  try {
    const child = new Deno.Command(command, {
      args: [...args, page],
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
    child.unref();
  } catch {
    console.error(`Cannot open a browser: there is no ${command} here`);
  }
}
