import { fileURLToPath } from "node:url";
import { join } from "node:path";

/** Where the real data is: `LEAT_REAL_DATA`, or `shared/data` beside the checkout. */
const folder = Deno.env.get("LEAT_REAL_DATA") ??
  fileURLToPath(new URL("../../../shared/data", import.meta.url));

/** A file or folder of the real data, or nothing where it is missing. */
export function realData(path: string): string | undefined {
  const wanted = join(folder, path);
  try {
    Deno.statSync(wanted);
    return wanted;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** A test that needs real data; without it, it is skipped, and its name says why. */
export function realTest(
  name: string,
  needs: readonly (string | undefined)[],
  run: () => Promise<void>,
): void {
  const missing = needs.some((each) => each === undefined);
  Deno.test({
    name: missing ? `${name} (skipped: no real data in LEAT_REAL_DATA)` : name,
    ignore: missing,
    fn: run,
  });
}
