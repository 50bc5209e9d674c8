import type { Random } from "./_random.ts";
import { anyColour, hex, lighter } from "./colour.ts";
import { box, commands, oval, type Paint, placed, shape } from "./svg.ts";

type Thing = (random: Random, size: number, paint: Paint) => string;

const things: readonly Thing[] = [ball, crate, wedge, drop, twig, ring, dots];

/** Things lying about behind a figure, anywhere in the picture. */
export function clutter(
  random: Random,
  width: number,
  height: number,
  count: number,
): string {
  return Array.from({ length: count }, () => {
    const fill = anyColour(random);
    const line = hex(lighter(fill, random.uniform(-40, -10)));
    const paint = {
      fill: hex(fill),
      line,
      width: random.pick([0, 0, 1, 1.5, 2]),
    };
    return placed(
      random.uniform(0, width),
      random.uniform(0, height),
      random.uniform(0, 360),
      1,
      1,
      random.pick(things)(random, random.uniform(5, 19), paint),
    );
  }).join("");
}

function ball(random: Random, size: number, paint: Paint): string {
  return oval(0, 0, size, size * random.uniform(0.6, 1), paint);
}

function crate(random: Random, size: number, paint: Paint): string {
  const height = size * random.uniform(0.5, 2);
  return box(-size / 2, -height / 2, size, height, paint);
}

function wedge(random: Random, size: number, paint: Paint): string {
  const tip = size * random.uniform(-0.5, 0.5);
  return shape(
    commands`M ${-size} ${size} L ${tip} ${-size} L ${size} ${size} Z`,
    paint,
  );
}

function drop(random: Random, size: number, paint: Paint): string {
  const width = size * random.uniform(0.5, 0.9);
  return shape(
    commands`M 0 ${-size} Q ${width} 0 ${width * 0.6} ${size * 0.7} Q 0 ${
      size * 1.4
    } ${-width * 0.6} ${size * 0.7} Q ${-width} 0 0 ${-size} Z`,
    paint,
  );
}

function twig(random: Random, size: number, paint: Paint): string {
  return shape(
    commands`M ${-size * 1.6} 0 Q 0 ${size * random.uniform(-1.5, 1.5)} ${
      size * 1.6
    } 0`,
    { line: paint.line ?? "#000000", width: random.uniform(1, 3.5) },
  );
}

function ring(random: Random, size: number, paint: Paint): string {
  return oval(0, 0, size, size, {
    line: paint.fill ?? "#000000",
    width: random.uniform(1.5, 5),
  });
}

function dots(random: Random, size: number, paint: Paint): string {
  const gap = size * random.uniform(0.6, 1.2);
  const radius = size * random.uniform(0.15, 0.35);
  return oval(-gap, 0, radius, radius, paint) +
    oval(gap, 0, radius, radius, paint);
}
