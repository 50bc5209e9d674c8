/** One drawn picture, as a JPEG file and what it shows. */
export interface Drawing {
  /** The file's name: `<label>_<number>.jpg`. */
  readonly name: string;
  /** The breed or class, as in the name. */
  readonly label: string;
  /** The JPEG file. */
  readonly bytes: Uint8Array;
}
