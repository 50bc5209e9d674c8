import type { EachShader } from "../run_each.ts";

/** Numbers of an image in `maps`: its map, and whether it is averaged down. */
export const NUMBERS = 10;

const PIXEL = `
  fn pixel(image : i32, y : i32, x : i32, channel : i32, average : bool) -> f32 {
    return images[((image * uniforms.height + y) * uniforms.width + x)
      * uniforms.channels + channel];
  }`;

// Each pixel of the small image is the mean of those that it covers, in part
// or whole: torch's adaptive average.
const AVERAGE = `
  fn pixel(image : i32, y : i32, x : i32, channel : i32, average : bool) -> f32 {
    var top = y;
    var bottom = y + 1;
    var left = x;
    var right = x + 1;
    if (average) {
      top = y * uniforms.height / uniforms.smallHeight;
      bottom = ((y + 1) * uniforms.height - 1) / uniforms.smallHeight + 1;
      left = x * uniforms.width / uniforms.smallWidth;
      right = ((x + 1) * uniforms.width - 1) / uniforms.smallWidth + 1;
    }
    var sum = 0.0;
    for (var row = top; row < bottom; row++) {
      for (var column = left; column < right; column++) {
        sum += images[((image * uniforms.height + row) * uniforms.width
          + column) * uniforms.channels + channel];
      }
    }
    return sum / f32((bottom - top) * (right - left));
  }`;

/** The shader; one that averages images down first is longer. */
export function sampleShader(averages: boolean): EachShader {
  return {
    // Thread: one pixel of the result.
    key: `leat_sample_images ${averages}`,
    inputs: ["images", "maps"],
    scalars: ["images", "maps", "result"],
    uniforms: [
      "height",
      "width",
      "channels",
      "smallHeight",
      "smallWidth",
      "toHeight",
      "toWidth",
    ],
    functions: `${averages ? AVERAGE : PIXEL}
      // Mirrors about the centres of the first and last pixel.
      fn reflect1(at : f32, size : i32) -> f32 {
        let span = f32(size - 1);
        if (span <= 0.0) { return 0.0; }
        let far = abs(at);
        let turns = floor(far / span);
        let rest = far - turns * span;
        let odd = turns - 2.0 * floor(turns / 2.0) > 0.5;
        return clamp(select(rest, span - rest, odd), 0.0, span);
      }`,
    main: () => `
      let column = index % uniforms.toWidth;
      let row = index / uniforms.toWidth % uniforms.toHeight;
      let image = index / uniforms.toWidth / uniforms.toHeight;
      let at = image * ${NUMBERS};
      let x = f32(column);
      let y = f32(row);
      let depth = maps[at + 6] * x + maps[at + 7] * y + maps[at + 8];
      // The horizon of a perspective has no place to read.
      let w = select(depth, 1e-6, abs(depth) < 1e-6);
      let average = maps[at + 9] > 0.5;
      let height = select(uniforms.height, uniforms.smallHeight, average);
      let width = select(uniforms.width, uniforms.smallWidth, average);
      let inX = reflect1(
        (maps[at] * x + maps[at + 1] * y + maps[at + 2]) / w, width);
      let inY = reflect1(
        (maps[at + 3] * x + maps[at + 4] * y + maps[at + 5]) / w, height);
      let left = i32(floor(inX));
      let top = i32(floor(inY));
      let right = min(left + 1, width - 1);
      let bottom = min(top + 1, height - 1);
      let across = inX - f32(left);
      let down = inY - f32(top);
      for (var channel = 0; channel < uniforms.channels; channel++) {
        let above = (1.0 - across) * pixel(image, top, left, channel, average)
          + across * pixel(image, top, right, channel, average);
        let below = (1.0 - across) * pixel(image, bottom, left, channel, average)
          + across * pixel(image, bottom, right, channel, average);
        result[index * uniforms.channels + channel] =
          (1.0 - down) * above + down * below;
      }`,
  };
}
