import { plainText } from "../../../base/codec/plain_text.ts";
import type { NetworkCost } from "../../../engine/inspect/layer_costs.ts";
import type {
  BatchSummary,
  Summary,
} from "../../../engine/inspect/summarize.ts";
import type { Values } from "../../../engine/inspect/values.ts";
import type { Failure, Step } from "../../../engine/inspect/walk.ts";
import type { SummaryEnd } from "../../look/summarize_pipeline.ts";
import { columns } from "./columns.ts";
import { bytes, figure } from "../../format.ts";

/** Longer texts are cut: a row of a table may have a hundred columns. */
const LONGEST = 100;

/** `1234567` as `1,234,567`. */
export function counted(count: number): string {
  return count.toLocaleString("en-US");
}

/** `1813561344` as `1.81 G`. */
export function scaled(count: number): string {
  const units = ["", " k", " M", " G", " T"];
  let [size, unit] = [count, 0];
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit++;
  }
  return unit === 0 ? String(count) : `${size.toFixed(2)}${units[unit]}`;
}

const shapeText = (shape: readonly number[]) => `[${shape.join(", ")}]`;

const cut = (text: string) =>
  text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;

function rangeText({ type, least, most, mean, broken }: Values): string {
  const digits = (value: number) =>
    type === "float32" ? figure(value) : String(value);
  const range = least === null || most === null || mean === null
    ? "no number"
    : least === most
    ? digits(least)
    : `${digits(least)} to ${digits(most)}, mean ${figure(mean)}`;
  return broken > 0 ? `${range}; ${broken} are NOT numbers` : range;
}

function stepRow({ stage, what, text, values }: Step): readonly string[] {
  const texts = [
    ...values ? [rangeText(values)] : [],
    ...text === undefined ? [] : [values ? `(${text})` : cut(text)],
  ];
  return [
    stage,
    what,
    values ? shapeText(values.shape) : "",
    values?.type ?? "",
    texts.join("  "),
  ];
}

function batchLines({ items, fields, targets, unreadable }: BatchSummary) {
  const rows = [
    ...fields.map(({ name, values }) => [name, values] as const),
    ["targets", targets] as const,
  ];
  return [
    "",
    `One batch, as training reads it: ${items} items${
      unreadable > 0 ? `; ${unreadable} more cannot be read` : ""
    }`,
    ...columns(
      rows.map(([name, values]) => [
        `  ${name}`,
        shapeText(values.shape),
        values.type,
        rangeText(values),
      ]),
    ),
  ];
}

function networkLines(network: NetworkCost, batch: number): readonly string[] {
  const { layers, phases } = network;
  const head = [
    "layer",
    "output",
    "parameters",
    "multiply-adds",
    "of a batch",
    ...phases.map(({ name }) => name),
  ];
  const rows = layers.map((each) => [
    each.name,
    each.shape === null ? "" : shapeText(each.shape),
    each.parameters === 0 ? "" : counted(each.parameters),
    each.multiplyAdds === 0 ? "" : counted(each.multiplyAdds),
    each.bytes === 0 ? "" : bytes(each.bytes),
    ...each.states.map((state) => state ?? ""),
  ]);
  const { weightBytes, activationBytes } = network;
  return [
    "",
    "The network",
    ...columns([head, ...rows], { right: [2, 3, 4] }).map((row) => `  ${row}`),
    "",
    ...columns([
      [
        "parameters",
        `${counted(network.parameters)}, and ${
          counted(network.statistics)
        } running statistics`,
      ],
      [
        "multiply-adds",
        `${scaled(network.multiplyAdds)} an item, ${
          scaled(network.multiplyAdds * batch)
        } a batch of ${batch}`,
      ],
      ...phases.map(({ name, epochs, trained, frozen }) => [
        name,
        `${epochs} ${epochs === 1 ? "epoch" : "epochs"}: ${
          counted(trained)
        } train, ${counted(frozen)} are frozen`,
      ]),
      ["memory", `weights ${bytes(weightBytes)}`],
      ["", `outputs of all layers ${bytes(activationBytes)} a batch, at most`],
      ...phases.map((phase) => [
        "",
        `gradients and optimizer ${bytes(phase.bytes)} in ${phase.name}`,
      ]),
    ]).map((row) => `  ${row}`),
  ];
}

function failureLines({ stage, item, message, remedy }: Failure) {
  return [
    "",
    `Failed at "${stage}" on "${item}": ${message}`,
    ...remedy === undefined ? [] : [`${remedy}.`],
  ];
}

function bodyLines(spoken: string, summary: Summary): readonly string[] {
  const { item, set, sizes, classes, steps, batch, network, failed } = summary;
  const sets = Object.entries(sizes).filter(([, size]) => size > 0)
    .map(([name, size]) => `${counted(size)} ${name}`);
  const walked = steps.map(stepRow).map(([stage = "", ...rest], at) => [
    stage === steps[at - 1]?.stage ? "" : stage,
    ...rest,
  ]);
  return [
    "",
    `${spoken}: ${sets.join(", ")}${
      classes.length > 0 ? `; classes ${cut(classes.join(", "))}` : ""
    }`,
    "",
    `"${item}" of the set "${set}", through every stage`,
    ...columns(walked).map((row) => `  ${row}`),
    ...batch ? batchLines(batch) : [],
    ...network ? networkLines(network, batch?.items ?? 1) : [],
    ...failed ? failureLines(failed) : [],
  ];
}

/** A summary as lines; none where there is none, which an error told. */
export function summaryLines(
  spoken: string,
  { summary }: SummaryEnd,
): readonly string[] {
  if (summary === null) return [];
  return bodyLines(spoken, summary).map((line) => plainText(line));
}
