/**
 * A vocabulary for text, as a user would define it: the kinds are real, the
 * behaviour is none.
 *
 * @module
 */
import {
  type Architecture,
  defineStage,
  type Input,
  type Scratch,
  type Source,
  type TextFile,
  type Tokens,
  type Transform,
} from "leat";
import { z } from "zod";

const textsStage = defineStage("source", {
  op: "texts",
  version: 1,
  params: z.strictObject({ folder: z.string() }),
  behave: () => ({
    lists: "other",
    list: () => Promise.resolve({ items: [], skipped: [], notices: [] }),
  }),
});

/** Lists text files. */
export function texts(folder: string): Source<TextFile> {
  return textsStage({ folder });
}

const tokensStage = defineStage("input", {
  op: "tokens",
  version: 1,
  params: z.strictObject({ length: z.int().positive() }),
  behave: () => ({
    fit: () => null,
    encoder: () => ({ fields: [], encode: () => Promise.resolve([]) }),
  }),
});

/** Reads a text as token ids. */
export function tokens(options: { length: number }): Input<TextFile, Tokens> {
  return tokensStage(options);
}

const dropWordsStage = defineStage("transforms", {
  op: "dropWords",
  version: 1,
  params: z.strictObject({ rate: z.number().min(0).max(1) }),
  behave: () => ({ when: "train", apply: (_tf, batch) => batch }),
});

/** Leaves words out. */
export function dropWords(rate: number): Transform<Tokens> {
  return dropWordsStage({ rate });
}

const lstmStage = defineStage("architecture", {
  op: "lstm",
  version: 1,
  params: z.strictObject({ units: z.int().positive() }),
  behave: () => ({
    groups: 1,
    build: () => Promise.reject(new Error("only the checker sees this")),
  }),
});

/** Reads tokens one after the other. */
export function lstm(
  options: { units: number },
): Architecture<Tokens, Scratch> {
  return lstmStage(options);
}
