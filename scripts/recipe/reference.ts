import { readFile } from "node:fs/promises";
import { z } from "zod";

const one = z.union([z.number(), z.string(), z.boolean()]);

const reference = z.strictObject({
  fastai: z.string(),
  torch: z.string(),
  /** By section, then by row. */
  sections: z.record(
    z.string(),
    z.record(z.string(), z.union([one, z.array(one)])),
  ),
});

/** What fastai itself answered. */
export type Reference = z.output<typeof reference>;

const file = new URL(
  "../../tests/fixtures/recipe/fastai.json",
  import.meta.url,
);

/** Reads what `make.py`, beside the file, wrote with the real fastai. */
export async function readReference(): Promise<Reference> {
  return reference.parse(JSON.parse(await readFile(file, "utf8")));
}
