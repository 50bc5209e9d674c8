import { readFile } from "node:fs/promises";
import { basename, extname, resolve } from "node:path";
import papaparse from "papaparse";
import { z } from "zod";
import { cannotPredict } from "../../base/errors/model.ts";
import type { Json } from "../../flow/kinds/json.ts";
import type { InputItem } from "../../flow/stage/input.ts";
import type { SourceBehaviour } from "../../flow/stage/source.ts";

const jsonRows = z.union([
  z.array(z.record(z.string(), z.json())),
  z.record(z.string(), z.json()).transform((row) => [row]),
]);

/** Rows of a JSON or CSV file; numbers in a CSV file are recognised. */
function rowsIn(text: string, path: string): readonly Json[] {
  if (extname(path) === ".json") {
    return jsonRows.parse(JSON.parse(text)) as readonly Json[];
  }
  const { data, errors } = papaparse.parse<Record<string, Json>>(text, {
    header: true,
    dynamicTyping: true,
    skipEmptyLines: true,
  });
  const [error] = errors;
  if (error && error.type !== "Delimiter") throw new SyntaxError(error.message);
  return data;
}

/**
 * What `predict` was given, as items: one for an image, one a row for a table.
 *
 * @param path as the user wrote it
 * @param base the folder that it starts from
 * @throws {PipelineError} when the file is absent or holds no rows
 */
export async function itemsToPredict(
  source: Pick<SourceBehaviour, "lists" | "itemOf">,
  path: string,
  base: string,
): Promise<readonly InputItem[]> {
  const absolute = resolve(base, path);
  const read = async () => {
    try {
      return new Uint8Array(await readFile(absolute));
    } catch (cause) {
      throw cannotPredict(path, cause);
    }
  };
  if (source.itemOf) {
    const item = source.itemOf(path, basename(path));
    return [{ id: path, item, read }];
  }
  const text = new TextDecoder().decode(await read());
  let rows: readonly Json[];
  try {
    rows = rowsIn(text, path);
  } catch (cause) {
    throw cannotPredict(path, cause);
  }
  return rows.map((item, at) => ({
    id: rows.length === 1 ? path : `${path}#${at + 1}`,
    item,
    read,
  }));
}
