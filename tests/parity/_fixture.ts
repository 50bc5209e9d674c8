import { readFile } from "node:fs/promises";
import { z } from "zod";

const numbers = z.array(z.number());
const rows = z.array(numbers);
/** By name: the length of a vector, and its products with vectors of signs. */
const probes = z.record(z.string(), numbers);
const heading = {
  seed: z.int(),
  image: z.tuple([z.int(), z.int()]),
  batch: z.int(),
  classes: z.int(),
  /** What the loss is multiplied by. */
  scale: z.number(),
  /** Weight decay. */
  decay: z.number(),
  settings: z.array(z.object({ rates: numbers, momentum: z.number() })),
  losses: numbers,
};

/** What torch found for one network: a step, then five steps. */
export const networkFixture = z.object({
  ...heading,
  answers: rows,
  logits: rows,
  loss: z.number(),
  gradients: probes,
  moved: probes,
});

/** What fastai's `fine_tune(1)` did, three steps a phase. */
export const fineTuneFixture = z.object({
  ...heading,
  frozen: probes,
  unfrozen: probes,
});

/** Vectors by name, as a fixture keeps them. */
export type Probes = z.output<typeof probes>;

/** What all fixtures say of their data. */
export type Heading = Pick<
  z.output<typeof fineTuneFixture>,
  "seed" | "image" | "batch" | "classes" | "scale" | "decay"
>;

/** Reads a file that make.py wrote. */
export async function readFixture<Fixture>(
  name: string,
  schema: z.ZodType<Fixture>,
): Promise<Fixture> {
  const url = new URL(
    `../fixtures/torchvision_parity/${name}.json`,
    import.meta.url,
  );
  return schema.parse(JSON.parse(await readFile(url, "utf8")));
}
