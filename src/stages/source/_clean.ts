import { z } from "zod";

/** What every source that lists items of its own takes. */
export interface CleanOptions {
  /**
   * A file of choices about items, relative to the pipeline file: which to
   * leave out and which to call something else. `deno task clean` writes it.
   */
  readonly clean?: string;
}

/** The param of `CleanOptions`. */
export const cleanParam = {
  /** Absent where nothing is left out. */
  clean: z.string().min(1).exactOptional(),
};

/** The options as params. */
export function given({ clean }: CleanOptions): { clean?: string } {
  return clean === undefined ? {} : { clean };
}
