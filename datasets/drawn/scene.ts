import type { Random } from "./_random.ts";
import { anyColour, hex } from "./colour.ts";
import { backdrop } from "./backdrop.ts";
import { clutter } from "./clutter.ts";
import { box, placed, rounded } from "./svg.ts";

/**
 * A figure in a picture of its own: a backdrop, clutter, light and grain, none
 * of which depend on what the figure is.
 *
 * @param figure Markup inside the square from -50 to 50.
 * @returns A whole SVG document, 90 to 140 pixels on each side.
 */
export function scene(random: Random, figure: string): string {
  const width = random.integer(90, 141);
  const height = random.integer(90, 141);
  const short = Math.min(width, height);
  const scale = (short / 100) * random.uniform(0.82, 1.12);
  // The smaller the figure, the further it may stand from the middle.
  const room = short * 0.56 - scale * 50;
  const reach = Math.max(room, short * 0.06);
  const mirror = random.pick([-1, 1]);
  const shapes = [
    backdrop(random, width, height),
    clutter(random, width, height, random.integer(0, 5)),
    placed(
      width / 2 + random.uniform(-reach, reach),
      height / 2 + random.uniform(-reach, reach),
      random.normal() * 7,
      mirror * scale * random.uniform(0.92, 1.08),
      scale,
      figure,
    ),
    random.float() < 0.18 ? occluder(random, width, height) : "",
    light(random, width, height),
    grain(random, width, height),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${
    shapes.join("")
  }</svg>`;
}

/** Something in front that covers a strip at one of the edges. */
function occluder(random: Random, width: number, height: number): string {
  const fill = hex(anyColour(random));
  const depth = random.uniform(0.06, 0.2);
  const strip = random.pick([
    box(0, height * (1 - depth), width, height, { fill }),
    box(0, 0, width * depth, height, { fill }),
    box(width * (1 - depth), 0, width, height, { fill }),
    box(
      width * random.uniform(0.1, 0.9),
      0,
      width * depth * 0.22,
      height,
      { fill },
    ),
  ]);
  return placed(0, 0, random.uniform(-4, 4), 1, 1, strip);
}

/** Light from one side and shade on the other, in a warm or cold tint. */
function light(random: Random, width: number, height: number): string {
  const angle = random.uniform(0, 360);
  const bright = hex([random.uniform(20, 60), 80, random.uniform(80, 95)]);
  const dark = hex([random.uniform(200, 260), 40, random.uniform(4, 14)]);
  const strength = [random.uniform(0, 0.35), random.uniform(0, 0.4)];
  return `<linearGradient id="light" gradientTransform="rotate(${
    rounded(angle)
  } 0.5 0.5)">` +
    `<stop offset="0" stop-color="${bright}" stop-opacity="${
      rounded(strength[0]!)
    }"/>` +
    `<stop offset="0.5" stop-color="${bright}" stop-opacity="0"/>` +
    `<stop offset="0.5" stop-color="${dark}" stop-opacity="0"/>` +
    `<stop offset="1" stop-color="${dark}" stop-opacity="${
      rounded(strength[1]!)
    }"/>` +
    `</linearGradient>` +
    box(0, 0, width, height, { fill: "url(#light)" });
}

/** Fine noise over the whole picture, as of film. */
function grain(random: Random, width: number, height: number): string {
  const frequency = rounded(random.uniform(0.5, 0.95));
  const strength = random.uniform(0.05, 0.22);
  return `<filter id="grain" x="0" y="0" width="1" height="1">` +
    `<feTurbulence type="fractalNoise" baseFrequency="${frequency}" numOctaves="1" seed="${
      random.integer(0, 10_000)
    }"/></filter>` +
    `<g opacity="${
      rounded(strength)
    }"><rect width="${width}" height="${height}" filter="url(#grain)"/></g>`;
}
