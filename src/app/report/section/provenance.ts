import { valueText } from "../../../flow/pipeline/change_text.ts";
import { stagesAlone } from "../../../flow/pipeline/description.ts";
import type { Json } from "../../../flow/kinds/json.ts";
import { duration } from "../../format.ts";
import type { Contents } from "../contents.ts";
import { html, type Part } from "../html.ts";
import { folded, type Section, table, thinned } from "../parts.ts";

/** As many digits of a key as tell it from all others. */
const DIGITS = 12;
/** As many nodes are listed: there is one an epoch. */
const NODES = 300;
/** Rows that stand in a file, and other long values, are cut. */
const LETTERS = 400;

function short(text: string): string {
  return text.length <= LETTERS ? text : `${text.slice(0, LETTERS - 1)}…`;
}

function stages({ description }: Contents) {
  const { format: _layout, ...stages } = stagesAlone(description);
  return table(
    "The pipeline, as it was described",
    [{ title: "part" }, { title: "stage" }],
    Object.entries(stages).map(([part, held]) => {
      const each = (Array.isArray(held) ? held : [held]) as readonly Json[];
      const lines = each.map((stage) => short(valueText(stage)));
      return [
        part,
        lines.length === 0
          ? "none"
          : lines.map((line) => html`<div><code>${line}</code></div>`),
      ];
    }),
  );
}

/** What computed it, name by name. */
function machine({ trained: { adapter, run } }: Contents) {
  const rows = Object.entries({
    ...run ? { run: run.id } : {},
    ...adapter,
    ...run?.versions,
  });
  if (rows.length === 0) return undefined;
  return table(
    "What it was computed on and with",
    [{ title: "name" }, { title: "value" }],
    rows.map(([name, value]) => [name, String(value)]),
  );
}

function nodes({ trained: { nodes } }: Contents) {
  return folded(
    nodes.length <= NODES
      ? `The ${nodes.length} nodes and their keys`
      : `${NODES} of the ${nodes.length} nodes and their keys`,
    table(
      "Every step with the key that its result is stored under; of steps that are never stored, the hash of what they gave",
      [
        { title: "node" },
        { title: "key" },
        { title: "time", number: true },
      ],
      thinned(nodes, NODES).map(({ name, key, outHash, seconds }) => [
        name,
        html`<code>${(key ?? outHash ?? "–").slice(0, DIGITS)}</code>`,
        seconds === null ? "–" : duration(seconds),
      ]),
    ),
  );
}

/** What was run, with what, and how to do it again. */
export function provenance(contents: Contents): Section {
  const { settings, description: { knobs = {} } } = contents;
  const rows: readonly (readonly Part[])[] = [
    ...settings.map(({ path, value }) => [`set ${path}`, valueText(value)]),
    ...Object.entries(knobs).map((
      [name, value],
    ) => [`knob ${name}`, valueText(value)]),
  ];
  return {
    id: "run",
    title: "What was run",
    body: html`${
      rows.length > 0
        ? table("Settings", [{ title: "name" }, { title: "value" }], rows)
        : undefined
    }${stages(contents)}${machine(contents)}${
      nodes(contents)
    }<h3>Do it again</h3><p>With the file as it was:</p><pre>${contents.command}</pre>`,
  };
}
