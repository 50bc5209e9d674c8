/** A picture in RGB bytes, `[height, width, 3]`. */
export interface Pixels {
  readonly pixels: Uint8Array;
  readonly height: number;
  readonly width: number;
}

/**
 * A picture with no side longer than so many pixels: squares of pixels become
 * their mean, and what is left of a last square that is not whole is dropped.
 */
export function shrunk(picture: Pixels, side: number): Pixels {
  const { pixels } = picture;
  const by = Math.ceil(Math.max(picture.height, picture.width) / side);
  if (by <= 1) return picture;
  const height = Math.max(1, Math.floor(picture.height / by));
  const width = Math.max(1, Math.floor(picture.width / by));
  const small = new Uint8Array(height * width * 3);
  const [rows, columns] = [
    Math.min(by, picture.height),
    Math.min(by, picture.width),
  ];
  for (let at = 0; at < small.length; at++) {
    const channel = at % 3;
    const x = Math.floor(at / 3) % width * by;
    const y = Math.floor(at / 3 / width) * by;
    let sum = 0;
    for (let row = y; row < y + rows; row++) {
      for (let column = x; column < x + columns; column++) {
        sum += pixels[(row * picture.width + column) * 3 + channel] ?? 0;
      }
    }
    small[at] = Math.round(sum / (rows * columns));
  }
  return { pixels: small, height, width };
}
