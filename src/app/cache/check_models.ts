import { join } from "node:path";
import { z } from "zod";
import { sha256File } from "../../base/codec/sha256.ts";
import { foldersIn, type StoredHolding } from "../../base/store/survey.ts";
import { unlessAbsent } from "../../base/store/unless_absent.ts";
import type { Damage } from "./damage.ts";

const modelFile = z.looseObject({ keys: z.looseObject({ model: z.string() }) });

/**
 * Holds the models that stand for people against the results they are copies
 * of. One whose result is gone is not judged: it is all that is left.
 */
export async function checkModels(
  root: string,
  entries: readonly StoredHolding[],
): Promise<{ readonly checked: number; readonly damaged: readonly Damage[] }> {
  const known = new Map(entries.map((entry) => [entry.key, entry]));
  const damaged: Damage[] = [];
  let checked = 0;
  for (const slug of await foldersIn(join(root, "models"))) {
    const path = join(root, "models", slug);
    const key = await keyOf(path);
    const meta = known.get(key ?? "")?.meta;
    if (meta === undefined) continue;
    checked++;
    const facts: string[] = [];
    for (const { path: name, sha256 } of meta.files) {
      const hash = await unlessAbsent(sha256File(join(path, name)));
      if (hash === undefined) facts.push(`"${name}" is missing`);
      else if (hash !== sha256) facts.push(`"${name}" has changed`);
    }
    // Another may have taken its place meanwhile.
    if (facts.length === 0 || await keyOf(path) !== key) continue;
    damaged.push({ path, kind: "placed", facts });
  }
  return { checked, damaged };
}

/** The key of the result that a model is a copy of. */
async function keyOf(folder: string): Promise<string | undefined> {
  const text = await unlessAbsent(
    Deno.readTextFile(join(folder, "model.json")),
  );
  try {
    return modelFile.safeParse(JSON.parse(text ?? "")).data?.keys.model;
  } catch {
    return undefined;
  }
}
