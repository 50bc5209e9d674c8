/** Lines that are compared, of each text; more are told by their number. */
const COMPARED = 2000;
/** Lines that are shown of one difference. */
const SHOWN = 60;
/** Characters that are shown of a line. */
const WIDTH = 160;
/** Lines around a change. */
const CONTEXT = 2;

/** One line, and where it stands: in both, in the first, in the second. */
interface Line {
  readonly mark: " " | "-" | "+";
  readonly text: string;
}

/** For each pair of line numbers, how many lines the rests have in common. */
function commonLengths(
  before: readonly string[],
  after: readonly string[],
): readonly Uint16Array[] {
  const rows = Array.from(
    { length: before.length + 1 },
    () => new Uint16Array(after.length + 1),
  );
  for (let at = before.length - 1; at >= 0; at--) {
    for (let to = after.length - 1; to >= 0; to--) {
      const row = rows[at] ?? [];
      const below = rows[at + 1] ?? [];
      row[to] = before[at] === after[to]
        ? (below[to + 1] ?? 0) + 1
        : Math.max(below[to] ?? 0, row[to + 1] ?? 0);
    }
  }
  return rows;
}

function aligned(
  before: readonly string[],
  after: readonly string[],
): readonly Line[] {
  const common = commonLengths(before, after);
  const lines: Line[] = [];
  let [at, to] = [0, 0];
  while (at < before.length || to < after.length) {
    const [old, now] = [before[at], after[to]];
    if (old !== undefined && old === now) {
      lines.push({ mark: " ", text: old });
      at++;
      to++;
    } else if (
      now === undefined ||
      (old !== undefined &&
        (common[at + 1]?.[to] ?? 0) >= (common[at]?.[to + 1] ?? 0))
    ) {
      lines.push({ mark: "-", text: old ?? "" });
      at++;
    } else {
      lines.push({ mark: "+", text: now });
      to++;
    }
  }
  return lines;
}

/** What a terminal would obey is made visible; what is long is cut. */
function shown(text: string): string {
  const visible = text.replace(
    // deno-lint-ignore no-control-regex
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/g,
    (character) =>
      `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return visible.length > WIDTH ? `${visible.slice(0, WIDTH)}…` : visible;
}

/**
 * How a text changed, line by line: `-` before, `+` now, some lines around
 * each change. Bounded, and safe to print.
 *
 * @param before nothing where it is not known
 */
export function textDifference(
  before: string | undefined,
  after: string,
): readonly string[] {
  if (before === undefined) return ["  (its text before is not here any more)"];
  const [old, now] = [before, after].map((text) =>
    text === "" ? [] : text.replace(/\n$/, "").split("\n")
  ) as [string[], string[]];
  if (Math.max(old.length, now.length) > COMPARED) {
    return [`  (${old.length} lines before, ${now.length} now)`];
  }
  const lines = aligned(old, now);
  const near = lines.map((_, at) =>
    lines.slice(Math.max(0, at - CONTEXT), at + CONTEXT + 1)
      .some(({ mark }) => mark !== " ")
  );
  const kept: string[] = [];
  lines.forEach(({ mark, text }, at) => {
    if (near[at]) kept.push(`${mark} ${shown(text)}`);
    else if (at > 0 && near[at - 1]) kept.push("  …");
  });
  const rest = kept.length - SHOWN;
  return rest > 0
    ? [...kept.slice(0, SHOWN), `  (and ${rest} lines more)`]
    : kept;
}
