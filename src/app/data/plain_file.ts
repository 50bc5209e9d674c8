/** Where systems show devices, and their own state, as if it were files. */
const STATE = /^\/(proc|sys|dev)(\/|$)/;

/**
 * Why what a path leads to is no data, if so: reading a device or a pipe may
 * never end, and what the system tells of its processes is a secret of theirs.
 *
 * @throws what `stat` and `realPath` throw
 */
export async function notPlain(path: string): Promise<string | undefined> {
  const { isFile, isDirectory } = await Deno.stat(path);
  if (!isFile && !isDirectory) return "it is neither a file nor a folder";
  if (Deno.build.os === "windows") return undefined;
  const real = await Deno.realPath(path);
  return STATE.test(real) ? "the system tells of itself there" : undefined;
}
