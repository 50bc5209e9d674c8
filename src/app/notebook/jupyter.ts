/**
 * Deno's kernel for Jupyter: where a program runs in a notebook, things are
 * shown there. Elsewhere nothing is.
 *
 * @module
 */

/** What a notebook can show: a text by its type; pictures in base64. */
export type MediaBundle = Readonly<Record<string, string>>;

/** What Deno's kernel offers, as far as it is used. */
export interface Jupyter {
  display(
    bundle: MediaBundle,
    options: {
      readonly raw: true;
      readonly display_id?: string;
      readonly update?: boolean;
    },
  ): Promise<void>;
}

/** The kernel that this program runs in, if it does. */
export function jupyterHere(): Jupyter | undefined {
  try {
    // To ask throws, elsewhere; older kernels have none.
    return (Deno as unknown as { readonly jupyter?: Jupyter }).jupyter;
  } catch {
    return undefined;
  }
}

const DISPLAY = Symbol.for("Jupyter.display");

/**
 * The same value, which a notebook shows as pictures or markup where it is the
 * last of a cell. To everybody else it is what it was.
 */
export function shownAs<Value extends object>(
  value: Value,
  show: () => MediaBundle | Promise<MediaBundle>,
): Value {
  return Object.defineProperty(value, DISPLAY, { value: show });
}
