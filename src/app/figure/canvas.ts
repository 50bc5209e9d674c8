import { ADVANCE, glyph, LINE } from "./bitmap_font.ts";

/** Red, green and blue, 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number];

/** A picture in RGB bytes, `[height, width, 3]`. */
export interface Picture {
  readonly pixels: Uint8Array;
  readonly height: number;
  readonly width: number;
}

/** What a text is drawn with. */
export interface TextOptions {
  readonly colour: Colour;
  /** Pixels of the canvas for one of a letter. */
  readonly scale: number;
  /** The most pixels; a longer text is cut, and ends with "..". */
  readonly width: number;
}

/** Pixels of a line of text, from one to the next. */
export function lineHeight(scale: number): number {
  return LINE * scale;
}

/** RGB pixels to draw pictures and texts on; what lies outside is left out. */
export class Canvas implements Picture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;

  constructor(width: number, height: number, colour: Colour) {
    this.width = width;
    this.height = height;
    this.pixels = new Uint8Array(width * height * 3);
    this.fill(0, 0, width, height, colour);
  }

  /** A box of one colour. */
  fill(
    left: number,
    top: number,
    width: number,
    height: number,
    colour: Colour,
  ): void {
    const bottom = Math.min(this.height, top + height);
    const right = Math.min(this.width, left + width);
    for (let y = Math.max(0, top); y < bottom; y++) {
      for (let x = Math.max(0, left); x < right; x++) {
        this.pixels.set(colour, (y * this.width + x) * 3);
      }
    }
  }

  /** A picture, as large as it is. */
  picture({ pixels, height, width }: Picture, left: number, top: number): void {
    const shown = Math.min(width, this.width - left);
    for (let y = 0; y < Math.min(height, this.height - top); y++) {
      const row = pixels.subarray(y * width * 3, (y * width + shown) * 3);
      this.pixels.set(row, ((top + y) * this.width + left) * 3);
    }
  }

  /** A line of text. */
  text(
    text: string,
    left: number,
    top: number,
    { colour, scale, width }: TextOptions,
  ): void {
    const room = Math.max(0, Math.floor(width / (ADVANCE * scale)));
    const letters = [...text];
    const shown = letters.length <= room
      ? letters
      : [...letters.slice(0, Math.max(0, room - 2)), ..."..".slice(0, room)];
    shown.forEach((letter, place) => {
      glyph(letter).forEach((bits, column) => {
        for (let row = 0; row < 8; row++) {
          if ((bits >> row & 1) === 0) continue;
          const x = left + (place * ADVANCE + column) * scale;
          this.fill(x, top + row * scale, scale, scale, colour);
        }
      });
    });
  }
}
