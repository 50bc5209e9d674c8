import { InvalidArgumentError } from "@commander-js/extra-typings";
import type { Json } from "../../flow/kinds/json.ts";
import type { Setting } from "../../flow/pipeline/override.ts";

/** `3` as a number, `true` as a boolean, `[1, 2]` as a list, other as words. */
function valueOf(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Collects `--set path=value`. */
export function collectSetting(
  text: string,
  before: readonly Setting[] = [],
): readonly Setting[] {
  const cut = text.indexOf("=");
  if (cut < 1) {
    throw new InvalidArgumentError(
      "Write path=value, such as fit.epochs=3",
    );
  }
  const path = text.slice(0, cut).trim();
  return [...before, { path, value: valueOf(text.slice(cut + 1)) }];
}

/** What `--set` is, in every command that takes it. */
export const SET: readonly [flags: "--set <path=value>", does: string] = [
  "--set <path=value>",
  "change a param or a knob; repeatable",
];

/** What `--allow-code` is, in every command that takes it. */
export const ALLOW_CODE: readonly [flags: "--allow-code", does: string] = [
  "--allow-code",
  "let stages of a pipeline from the web compute",
];

/** A number of days, such as `14` or `0.5`. */
export function parseDays(text: string): number {
  const days = Number(text);
  if (text.trim() !== "" && days >= 0 && Number.isFinite(days)) return days;
  throw new InvalidArgumentError("Write a number of days from 0, such as 14");
}

/** `20G` as bytes; units are those that sizes are printed in. */
export function parseBytes(text: string): number {
  const [, digits, unit = ""] = /^(\d+(?:\.\d+)?)\s*([KMGT]?)(?:i?B)?$/i
    .exec(text.trim()) ?? [];
  if (digits === undefined) {
    throw new InvalidArgumentError(
      "Write a number of bytes, such as 20G, 500M or 1000000",
    );
  }
  return Number(digits) * 1024 ** " KMGT".indexOf(unit.toUpperCase() || " ");
}

/** A port to listen at; 0 is any that is free. */
export function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port < 65536) return port;
  throw new InvalidArgumentError("Write a port from 0 to 65535, such as 8000");
}
