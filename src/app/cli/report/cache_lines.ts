import { relative } from "node:path";
import type { Content } from "../../cache/contents.ts";
import type { Collected } from "../../cache/gc.ts";
import { DATA_KINDS, kindName, kindTitle } from "../../cache/kinds.ts";
import { type Amount, amountsBy, type Listed } from "../../cache/list.ts";
import type { Verified } from "../../cache/verify.ts";
import { bytes } from "../../format.ts";

const [NAME, COUNT, SIZE] = [34, 8, 12];

/** Kinds that are of no one pipeline. */
const OF_NONE: ReadonlySet<string> = new Set([
  "record",
  "temporary",
  "verified",
]);

/** `3 days ago`; the largest unit alone. */
export function ago(used: number, now: number): string {
  const hours = Math.floor((now - used) / 3_600_000);
  if (hours < 1) return "within the hour";
  if (hours < 48) return `${hours} h ago`;
  return `${Math.floor(hours / 24)} days ago`;
}

function sum(contents: readonly Content[]): number {
  return contents.reduce((total, each) => total + each.bytes, 0);
}

function row(name: string, count: string, size: string, rest = ""): string {
  return `  ${name.padEnd(NAME)}${count.padStart(COUNT)}${size.padStart(SIZE)}${
    rest && `   ${rest}`
  }`;
}

function rows(amounts: readonly Amount[], now: number): readonly string[] {
  return amounts.map(({ name, count, bytes: size, used }) =>
    row(name, String(count), bytes(size), ago(used, now))
  );
}

function total(contents: readonly Content[]): string {
  return row("in all", String(contents.length), bytes(sum(contents)));
}

/** What `cache list` prints. */
export function listLines(
  { store, data, contents }: Listed,
  now: number,
): readonly string[] {
  const results = contents.filter(({ kind }) => !DATA_KINDS.has(kind));
  const others = contents.filter(({ kind }) => DATA_KINDS.has(kind));
  const byPipeline = amountsBy(
    results.filter(({ kind }) => !OF_NONE.has(kind)),
    ({ pipelines }) => pipelines.length > 0 ? pipelines : ["(none known)"],
  );
  const byKind = amountsBy(results, ({ kind }) => [kindTitle(kind)]);
  return [
    `Results in ${store}`,
    ...rows(byKind, now),
    total(results),
    ...byPipeline.length === 0 ? [] : [
      "",
      "By pipeline; what several share is counted for each",
      ...rows(byPipeline, now),
    ],
    "",
    `For all pipelines, in ${data.join(" and ")}`,
    ...others.map(({ key, bytes: size, used }) =>
      row(
        key,
        "",
        bytes(size),
        ago(used, now),
      )
    ),
    total(others),
  ];
}

/** What `cache gc` prints of a cache. */
export function collectedLines(
  { root, swept, bytes: held, removed }: Collected,
): readonly string[] {
  const size = bytes(sum(swept));
  if (swept.length === 0) {
    return [`Nothing to remove from ${root}, which holds ${bytes(held)}`];
  }
  const lines = swept.map(({ key, kind, bytes: size, pipelines, why }) => {
    const name = /^[0-9a-f]{64}$/.test(key) ? key.slice(0, 10) : key;
    const owners = pipelines.length > 0 ? `, of ${pipelines.join(", ")}` : "";
    const what = DATA_KINDS.has(kind) ? name : `${kindName(kind)} ${name}`;
    return row(what, "", bytes(size), `${why}${owners}`);
  });
  return [
    `${removed ? "Removed" : "Would remove"} from ${root}:`,
    ...lines,
    `${removed ? "Removed" : "It would free"} ${size} of ${bytes(held)}`,
  ];
}

/** What `cache verify` prints of a cache. */
export function verifiedLines(
  { root, checked, damaged, repaired }: Verified,
): readonly string[] {
  if (damaged.length === 0) return [`All ${checked} are whole in ${root}`];
  const lines = damaged.flatMap(({ path, kind, facts }) => [
    `  ${kindName(kind)}: ${relative(root, path)}`,
    ...facts.map((fact) => `    ${fact}`),
  ]);
  return [
    `${damaged.length} of ${checked} are damaged in ${root}:`,
    ...lines,
    repaired
      ? "Taken out; the next run makes what it needs anew"
      : "To take them out: deno task cache verify --repair",
  ];
}
