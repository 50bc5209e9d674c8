/** What opens an address in the browser of a person; nothing without a desktop. */
function openerOf(
  os: typeof Deno.build.os,
  environment: (name: string) => string | undefined,
): readonly [command: string, ...args: string[]] | undefined {
  if (os === "darwin") return ["open"];
  // `start` would take the & of an address for its own.
  if (os === "windows") return ["rundll32", "url.dll,FileProtocolHandler"];
  const desktop = environment("DISPLAY") || environment("WAYLAND_DISPLAY");
  return desktop ? ["xdg-open"] : undefined;
}

/**
 * Opens an address in a browser, where there is a desktop. It does not wait for
 * it, and nothing is at fault where none opens: the address was printed.
 */
export function openBrowser(url: string): void {
  const opener = openerOf(Deno.build.os, (name) => Deno.env.get(name));
  if (opener === undefined) return;
  const [command, ...args] = opener;
  try {
    new Deno.Command(command, {
      args: [...args, url],
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn().unref();
  } catch {
    // There is no such program.
  }
}
