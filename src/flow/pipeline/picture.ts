import type { Json } from "../kinds/json.ts";
import type { Stage } from "../stage/stage.ts";
import { isObject, opOf } from "./nested.ts";
import type { AnySpec } from "./spec.ts";

const ROW = 34;
const LEFT = 130;
const WIDTH = 760;
/** As many letters find room in a line, and in one value. */
const LETTERS = 72;
const VALUE = 40;

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

const escaped = (text: string) =>
  text.replaceAll(/\p{Cc}+/gu, " ").toWellFormed()
    .replaceAll(/[&<>"]/g, (sign) => ENTITIES[sign] ?? "");

const cut = (text: string, most: number) =>
  text.length <= most ? text : `${text.slice(0, most - 1)}…`;

/** A value in few words: what says what it is, by its name. */
function brief(value: Json | undefined): string {
  const op = opOf(value);
  if (op !== undefined) return `${op}()`;
  if (isObject(value) && typeof value["name"] === "string") {
    return value["name"];
  }
  if (Array.isArray(value) && value.length > 8) return `${value.length} values`;
  return cut(JSON.stringify(value) ?? "", VALUE);
}

/** `rotate(degrees: 10)` */
function stageText({ op, given }: Stage): string {
  const params = Object.entries(given)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}: ${brief(value)}`);
  return `${op}(${params.join(", ")})`;
}

/** The keys of a pipeline in the order of its flow, each with what stands there. */
function lines(
  spec: AnySpec,
): readonly (readonly [key: string, text: string])[] {
  const several = (key: string, stages: readonly Stage[] = []) =>
    stages.map((stage, at) => [at === 0 ? key : "", stageText(stage)] as const);
  return [
    ["source", stageText(spec.source)],
    ["label", String(spec.label).replaceAll(/\s+/g, " ")],
    ["split", stageText(spec.split)],
    ["input", stageText(spec.input)],
    ...several("transforms", spec.transforms),
    ["architecture", stageText(spec.architecture)],
    ["loss", stageText(spec.loss)],
    ...several("metrics", spec.metrics),
    ["fit", stageText(spec.fit)],
  ];
}

/** A pipeline as text, a line a stage. */
function pipelineText(spec: AnySpec): string {
  return lines(spec).map(([key, text]) =>
    `${key.padEnd(14)}${cut(text, LETTERS)}`
  ).join("\n");
}

/**
 * A pipeline as a drawing, as SVG: a box a stage, in the order of the flow.
 *
 *     source
 *       ↓
 *     label
 *       ↓
 *      …
 */
function pipelinePicture(spec: AnySpec): string {
  const rows = lines(spec);
  const height = rows.length * ROW + 12;
  const parts = rows.map(([key, text], at) => {
    const top = 6 + at * ROW;
    const arrow = at === 0
      ? ""
      : `<path d="M${LEFT + 20},${top - 8}v8m-3,-3l3,3l3,-3"/>`;
    return `${arrow}<text x="${LEFT - 14}" y="${
      top + 17
    }" text-anchor="end" fill="#566070">${key}</text><rect x="${LEFT}" y="${top}" width="${
      WIDTH - LEFT - 6
    }" height="26" rx="6"/><text x="${LEFT + 12}" y="${
      top + 17
    }" fill="#1d2430" font-family="ui-monospace,Menlo,DejaVu Sans Mono,monospace" font-size="12">${
      escaped(cut(text, LETTERS))
    }</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="system-ui,DejaVu Sans,sans-serif" font-size="13" fill="#1d2430"><title>Pipeline</title><rect width="100%" height="100%" fill="#fff"/><g fill="#f3f5f8" stroke="#8a94a3" stroke-width="1">${
    parts.join("").replaceAll("<text ", '<text stroke="none" ')
      .replaceAll("<path ", '<path fill="none" ')
  }</g></svg>`;
}

/**
 * What a notebook shows a pipeline as. The drawing is a picture within markup:
 * SVG by itself is stripped of its shapes where a notebook becomes a page.
 */
export function pipelineBundle(
  spec: AnySpec,
): { readonly "text/html": string; readonly "text/plain": string } {
  const bytes = new TextEncoder().encode(pipelinePicture(spec));
  return {
    "text/html":
      `<img src="data:image/svg+xml;base64,${bytes.toBase64()}" alt="Pipeline" style="max-width:100%;height:auto">`,
    "text/plain": pipelineText(spec),
  };
}
