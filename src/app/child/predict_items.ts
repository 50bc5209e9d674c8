import { basename, extname, resolve } from "node:path";
import papaparse from "papaparse";
import { z } from "zod";
import { cannotPredict } from "../../base/errors/model.ts";
import { PipelineError } from "../../base/errors/pipeline_error.ts";
import type { Json } from "../../flow/kinds/json.ts";
import type { InputItem } from "../../flow/stage/input.ts";
import type { SourceBehaviour } from "../../flow/stage/source.ts";

const jsonRows = z.union([
  z.array(z.record(z.string(), z.json())),
  z.record(z.string(), z.json()).transform((row) => [row]),
], { error: "it is neither a row nor a list of rows" });

/** What of a source tells how to read a file. */
type Reading = Pick<SourceBehaviour, "lists" | "itemOf" | "rowsOf">;

/** Rows whose columns nobody described: numbers are recognised. */
function guessedRows(text: string): readonly Json[] {
  const { data, errors } = papaparse.parse<Record<string, Json>>(text, {
    header: true,
    dynamicTyping: true,
    skipEmptyLines: true,
  });
  const [error] = errors;
  if (error && error.type !== "Delimiter") throw new SyntaxError(error.message);
  return data;
}

async function rowsIn(
  source: Reading,
  text: string,
  path: string,
): Promise<readonly Json[]> {
  if (extname(path).toLowerCase() === ".json") {
    const result = jsonRows.safeParse(JSON.parse(text));
    if (result.success) return result.data as readonly Json[];
    throw new SyntaxError(result.error.issues[0]?.message);
  }
  return await source.rowsOf?.(text, path) ?? guessedRows(text);
}

/**
 * What `predict` was given, as items: one for an image, one a row for a table.
 *
 * @param path as the user wrote it
 * @param base the folder that it starts from
 * @throws {PipelineError} when the file is absent or holds no rows
 */
export async function itemsToPredict(
  source: Reading,
  path: string,
  base: string,
): Promise<readonly InputItem[]> {
  const failed = (cause: unknown) =>
    cause instanceof PipelineError
      ? cause
      : cannotPredict(path, source.lists, cause);
  const read = async () => {
    try {
      return await Deno.readFile(resolve(base, path));
    } catch (cause) {
      throw failed(cause);
    }
  };
  if (source.itemOf) {
    const item = source.itemOf(path, basename(path));
    return [{ id: path, item, read }];
  }
  const text = new TextDecoder().decode(await read());
  try {
    const rows = await rowsIn(source, text, path);
    if (rows.length === 0) throw failed("it holds no rows");
    const name = (at: number) => rows.length === 1 ? path : `${path}#${at + 1}`;
    return rows.map((item, at) => ({ id: name(at), item, read }));
  } catch (cause) {
    throw failed(cause);
  }
}
