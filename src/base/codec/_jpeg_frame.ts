/** The size of a JPEG as it is stored, and where its header says so. */
export interface JpegFrame {
  readonly width: number;
  readonly height: number;
  /** Of two bytes with the height, and two with the width. */
  readonly at: number;
}

const TABLES = [0xc4, 0xc8, 0xcc];

/** Begins a frame: what was compressed how, and its size. */
function beginsFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && !TABLES.includes(marker);
}

/**
 * Finds the size of a JPEG, without decoding anything.
 *
 *     ff d8 | ff marker, length of what follows, … | ff c0, length, 8, sides …
 *
 * @returns nothing where it is no JPEG, or a broken one
 */
export function jpegFrame(bytes: Uint8Array): JpegFrame | undefined {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 2;
  while (at + 9 <= bytes.length) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    // Any number of these fills up what comes before a marker.
    if (marker === 0xff) at++;
    else if (beginsFrame(marker)) {
      const [height, width] = [view.getUint16(at + 5), view.getUint16(at + 7)];
      return width * height === 0 ? undefined : { width, height, at: at + 5 };
    } else at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}

/**
 * The same JPEG, whose sides are multiples of a number that divides 8. It says
 * so alone: its blocks of 8 pixels are whole, and hold what lies beyond.
 */
export function withFullSides(
  bytes: Uint8Array,
  { width, height, at }: JpegFrame,
  divisor: number,
): Uint8Array {
  const [tall, wide] = [height, width].map((side) =>
    Math.ceil(side / divisor) * divisor
  ) as [number, number];
  if (tall === height && wide === width) return bytes;
  const copy = bytes.slice();
  const view = new DataView(copy.buffer);
  view.setUint16(at, tall);
  view.setUint16(at + 2, wide);
  return copy;
}
