/** Controls, and what turns the direction of the text after it. */
const CONTROLS = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/** Where Unicode keeps pictures of the first 32 controls, and of the last. */
const PICTURES = 0x2400;
const DELETE = 0x7f;

function visible(control: string): string {
  if (control === "\n" || control === "\t") return control;
  const code = control.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(PICTURES + code);
  return code === DELETE ? "\u2421" : "\ufffd";
}

/**
 * Text of anyone's making, safe to show: a terminal would obey the controls in
 * it, so each becomes visible; line ends and tabs stay.
 *
 * @param most characters that are kept of it
 *
 * @example A title that someone wanted to set
 * ```ts
 * import { plainText } from "./plain_text.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(plainText("\x1b]0;gotcha\x07"), "␛]0;gotcha␇");
 * assert.equal(plainText("a long story", 6), "a long…");
 * ```
 */
export function plainText(text: string, most: number = Infinity): string {
  const kept = text.length > most ? `${text.slice(0, most)}…` : text;
  return kept.replaceAll("\r\n", "\n").replace(CONTROLS, visible);
}
