import { z } from "zod";

const Schema = z.record(z.string(), z.string());

/** A JSON object of strings, or undefined if the text is anything else. */
export function parseStringMap(
  text: string,
): ReadonlyMap<string, string> | undefined {
  try {
    const { data } = Schema.safeParse(JSON.parse(text));
    return data && new Map(Object.entries(data));
  } catch {
    return undefined;
  }
}
