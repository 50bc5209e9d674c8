/**
 * Which shader does the convolutions. Software is fastest where it multiplies
 * least; written out is faster than loops, but some drivers take seconds to
 * compile each of them; GPUs want what they read in shared memory, where software
 * waits at the barriers. Which is best is measured, not known by the name of an
 * adapter.
 *
 * @module
 */

/**
 * How a convolution is computed:
 *
 * - `compact`: by loops, each invocation for itself
 * - `short`: by loops whose bodies are short, and reuse less of what they read
 * - `shared`: by groups of invocations that share what they read
 * - `winograd`: by products of matrices, with a quarter of the multiplications
 * - `unrolled`: written out
 *
 * The last two are for filters of 3 x 3 that move by one pixel.
 */
export type Form = "compact" | "short" | "shared" | "winograd" | "unrolled";

const ALL: readonly Form[] = [
  "compact",
  "short",
  "shared",
  "winograd",
  "unrolled",
];

/** All forms but these. */
function without(...missing: readonly Form[]): readonly Form[] {
  return ALL.filter((form) => !missing.includes(form));
}

/**
 * What has a form of its own, the most used first. "Small" is of few channels or
 * of small images, which Winograd's transforms are not worth for; "other" are
 * filters that are not 3 x 3 or move by more than one pixel, and products of
 * matrices.
 */
export const TUNED = [
  "convolution",
  "filter gradient",
  "other convolution",
  "other filter gradient",
  "small convolution",
  "small filter gradient",
] as const;

/** A kernel that has a form of its own. */
export type Tuned = typeof TUNED[number];

/** The forms that a kernel may have, those that compile quickest first. */
export const FORMS: Readonly<Record<Tuned, readonly Form[]>> = {
  "convolution": ALL,
  "filter gradient": ALL,
  "other convolution": without("winograd", "unrolled"),
  "other filter gradient": without("winograd", "unrolled"),
  "small convolution": without("winograd"),
  "small filter gradient": without("winograd"),
};

/** The form of each kernel on an adapter. */
export type Tuning = Readonly<Record<Tuned, Form>>;

/** The forms of each kernel that were measured against each other. */
export type Tried = Readonly<Partial<Record<Tuned, readonly Form[]>>>;

/** The tuning that has `form` wherever there is such a form, and loops elsewhere. */
export function allIn(form: Form): Tuning {
  const forms = TUNED.map((kernel) =>
    [kernel, FORMS[kernel].includes(form) ? form : "compact"] as const
  );
  // TypeScript does not see that the names are all there are.
  return Object.fromEntries(forms) as Tuning;
}

/** Nothing is written out or shared: right for every adapter. */
export const COMPACT: Tuning = allIn("compact");
/** All is computed by short loops. */
export const SHORT: Tuning = allIn("short");
/** All is written out that can be. */
export const UNROLLED: Tuning = allIn("unrolled");
/** All is transformed that can be. */
export const WINOGRAD: Tuning = allIn("winograd");
/** All is computed by groups that share memory. */
export const SHARED: Tuning = allIn("shared");

/**
 * To be raised where a form is faster or slower than it was: what was measured
 * before is then measured anew.
 */
export const FORMS_VERSION = 2;

/** What people call a form. */
export const WORDS: Readonly<Record<Form, string>> = {
  compact: "with loops",
  short: "with short loops",
  shared: "in shared memory",
  winograd: "by Winograd",
  unrolled: "written out",
};

/** A tuning as text: `written out: convolution, filter gradient; with loops: ..`. */
export function tuningText(tuning: Tuning): string {
  const kernels = Map.groupBy(TUNED, (kernel) => tuning[kernel]);
  const texts = ALL.toReversed().flatMap((form) => {
    const each = kernels.get(form);
    if (each === undefined) return [];
    const names = each.length === TUNED.length ? "all" : each.join(", ");
    return [`${WORDS[form]}: ${names}`];
  });
  return texts.join("; ");
}

/** The tuning that a text tells of; none where kernels or forms are others. */
export function tuningFrom(text: string): Tuning | undefined {
  const found = new Map<string, Form>();
  for (const part of text.split("; ")) {
    const [words = "", names = ""] = part.split(": ");
    const form = ALL.find((each) => WORDS[each] === words);
    if (form === undefined) return undefined;
    for (const name of names === "all" ? TUNED : names.split(", ")) {
      found.set(name, form);
    }
  }
  const forms = TUNED.flatMap((kernel) => {
    const form = FORMS[kernel].find((each) => each === found.get(kernel));
    return form === undefined ? [] : [[kernel, form] as const];
  });
  if (forms.length < TUNED.length || found.size > TUNED.length) {
    return undefined;
  }
  return { ...COMPACT, ...Object.fromEntries(forms) };
}

// There is one WebGPU device a process, and one set of kernels.
let chosen: Tuning = COMPACT;

/** The form of each kernel from now on. */
export function tuneKernels(tuning: Tuning): void {
  chosen = tuning;
}

/** The form that a kernel is to have. */
export function formOf(kernel: Tuned): Form {
  return chosen[kernel];
}
