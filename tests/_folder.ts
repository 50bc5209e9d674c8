/** Runs with the path of a new folder, which is removed after. */
export async function withFolder<Result>(
  run: (folder: string) => Promise<Result> | Result,
  options: Deno.MakeTempOptions = {},
): Promise<Result> {
  const folder = await Deno.makeTempDir({ prefix: "leat-test-", ...options });
  try {
    return await run(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
