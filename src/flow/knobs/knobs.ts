/**
 * The knobs of the pipeline file that this process loads.
 *
 * A knob gives its value where it stands, so that what is made of it (another
 * param, a product, a choice of stages) is made of the value that was set. For
 * that the values must be known before the file is evaluated, and stay when it
 * is: a label function may ask once more.
 *
 * In a script nothing is opened. There every knob has its default, and two
 * files may have knobs of one name: whoever imports them says what differs.
 *
 * @module
 */
import { z } from "zod";
import { canonical } from "../../base/codec/canonical.ts";
import { knobTooLate, knobTwice } from "../../base/errors/knob.ts";
import type { Json } from "../kinds/json.ts";

/** One word, as a variable is named; not the one that objects have for their own. */
export const KNOB_NAME =
  /^(?!__proto__$)[\p{ID_Start}$_][\p{ID_Continue}$]{0,99}$/u;

/** Values by the names of knobs. */
export type KnobValues = { readonly [name: string]: Json };

/** A knob as it was made. */
export interface MadeKnob {
  readonly name: string;
  /** Its default. */
  readonly value: Json;
  readonly schema: z.ZodType;
}

/** The knobs of one file, with all that it imports. */
export interface OpenKnobs extends Disposable {
  /** No more may be made: the file is loaded. Answers with what all are. */
  close(): KnobValues;
}

interface State {
  readonly set: ReadonlyMap<string, Json>;
  readonly made: Map<string, MadeKnob>;
  closed: boolean;
}

let state: State | undefined;

/** Gives values to the knobs of the file that is loaded next. */
export function openKnobs(set: ReadonlyMap<string, Json>): OpenKnobs {
  const own: State = { set, made: new Map(), closed: false };
  state = own;
  return {
    close: () => {
      own.closed = true;
      return Object.fromEntries(
        [...own.made].map((
          [name, { value }],
        ) => [name, set.get(name) ?? value]),
      );
    },
    [Symbol.dispose]: () => {
      if (state === own) state = undefined;
    },
  };
}

/** Whether two schemas describe the same values, as far as JSON Schema says. */
function sameSchema(a: z.ZodType, b: z.ZodType): boolean {
  if (a === b) return true;
  const [first, second] = [a, b].map((each) =>
    canonical(z.toJSONSchema(each, { io: "input", unrepresentable: "any" }))
  );
  return first === second;
}

/**
 * Remembers a knob.
 *
 * @returns what it was set to, if it was
 * @throws {PipelineError} when another of that name is there, or the file is
 * loaded already
 */
export function addKnob(knob: MadeKnob): Json | undefined {
  if (state === undefined) return undefined;
  const { made, set, closed } = state;
  const { name, value } = knob;
  const before = made.get(name);
  if (before === undefined) {
    if (closed) throw knobTooLate(name);
    made.set(name, knob);
  } else if (
    canonical(before.value) !== canonical(value) ||
    !sameSchema(before.schema, knob.schema)
  ) {
    throw knobTwice(name, { first: before.value, second: value });
  }
  return set.get(name);
}
