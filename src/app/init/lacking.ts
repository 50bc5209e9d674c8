/** What a file that is there lacks of the one that would be written. */
export type Lacking = readonly string[];

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Fields, as they would be written, that are not there or are others. */
function lackingFields(wanted: Fields, there: Fields): Fields {
  const lacking = Object.entries(wanted).flatMap(([name, value]) => {
    const other = Object.hasOwn(there, name) ? there[name] : undefined;
    if (JSON.stringify(value) === JSON.stringify(other)) return [];
    if (!isFields(value)) return [[name, value] as const];
    const fields = lackingFields(value, isFields(other) ? other : {});
    return Object.keys(fields).length > 0 ? [[name, fields] as const] : [];
  });
  return Object.fromEntries(lacking);
}

/** What a `deno.json` lacks; it may have more, and in any order. */
function lackingOfConfig(wanted: string, there: string): Lacking {
  const fields = parsed(there);
  const lacking = lackingFields(
    parsed(wanted) as Fields,
    isFields(fields) ? fields : {},
  );
  return Object.keys(lacking).length === 0
    ? []
    : JSON.stringify(lacking, null, 2).split("\n").slice(1, -1);
}

/** The lines that a list of lines lacks. */
function lackingLines(wanted: string, there: string): Lacking {
  const lines = new Set(there.split(/\r?\n/).map((line) => line.trim()));
  return wanted.split("\n").filter((line) =>
    line !== "" && !line.startsWith("#") && !lines.has(line)
  );
}

/**
 * What a file that is there lacks of what would be written: nothing, if it can
 * stay as it is; lines to add; or undefined where it is another file.
 */
export function lackingOf(
  path: string,
  wanted: string,
  there: string,
): Lacking | undefined {
  if (there === wanted) return [];
  if (/^deno\.jsonc?$/.test(path)) return lackingOfConfig(wanted, there);
  if (path === ".gitignore") return lackingLines(wanted, there);
  return undefined;
}
