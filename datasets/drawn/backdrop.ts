import type { Random } from "./_random.ts";
import { anyColour, hex, lighter } from "./colour.ts";
import { box, commands, oval, rounded, shape } from "./svg.ts";

type Backdrop = (random: Random, width: number, height: number) => string;

const backdrops: readonly Backdrop[] = [plain, room, hills, paper, tiles, blur];

/** What is behind a figure: one of six kinds of place, in any colours. */
export function backdrop(
  random: Random,
  width: number,
  height: number,
): string {
  return plain(random, width, height) +
    random.pick(backdrops)(random, width, height);
}

/** A gradient from one colour to another. */
function plain(random: Random, width: number, height: number): string {
  const from = anyColour(random);
  const to = random.float() < 0.5
    ? anyColour(random)
    : lighter(from, random.uniform(-25, 25));
  const id = `sky${random.integer(0, 1_000_000)}`;
  return `<linearGradient id="${id}" gradientTransform="rotate(${
    rounded(random.uniform(0, 360))
  } 0.5 0.5)"><stop offset="0" stop-color="${
    hex(from)
  }"/><stop offset="1" stop-color="${hex(to)}"/></linearGradient>` +
    box(0, 0, width, height, { fill: `url(#${id})` });
}

/** A wall and a floor. */
function room(random: Random, width: number, height: number): string {
  const horizon = height * random.uniform(0.4, 0.85);
  const tilt = height * random.uniform(-0.1, 0.1);
  return shape(
    commands`M 0 ${horizon} L ${width} ${horizon + tilt} V ${height} H 0 Z`,
    { fill: hex(anyColour(random)) },
  );
}

/** Two hills, one before the other. */
function hills(random: Random, width: number, height: number): string {
  const colour = anyColour(random);
  return [0.45, 0.65].map((top, near) => {
    const left = height * (top + random.uniform(-0.15, 0.15));
    const right = height * (top + random.uniform(-0.15, 0.15));
    const peak = height * (top - random.uniform(0, 0.3));
    return shape(
      commands`M 0 ${left} Q ${
        width * random.uniform(0.2, 0.8)
      } ${peak} ${width} ${right} V ${height} H 0 Z`,
      { fill: hex(lighter(colour, -12 * near)) },
    );
  }).join("");
}

/** Striped wallpaper. */
function paper(random: Random, width: number, height: number): string {
  const fill = hex(anyColour(random));
  const opacity = random.uniform(0.25, 0.8);
  const step = random.uniform(8, 30);
  const stripe = step * random.uniform(0.2, 0.6);
  const slant = random.uniform(-40, 40);
  const count = Math.ceil((width + 80) / step);
  return Array.from({ length: count }, (_, at) => {
    const x = at * step - 40;
    return shape(
      commands`M ${x} 0 h ${stripe} l ${slant} ${height} h ${-stripe} Z`,
      { fill, opacity },
    );
  }).join("");
}

/** A floor of tiles, every other one painted. */
function tiles(random: Random, width: number, height: number): string {
  const fill = hex(anyColour(random));
  const opacity = random.uniform(0.2, 0.7);
  const size = random.uniform(10, 32);
  const squares: string[] = [];
  for (let row = 0; row * size < height; row++) {
    for (let column = row % 2; column * size < width; column += 2) {
      squares.push(
        commands`M ${column * size} ${
          row * size
        } h ${size} v ${size} h ${-size} Z`,
      );
    }
  }
  return shape(squares.join(""), { fill, opacity });
}

/** Lights out of focus. */
function blur(random: Random, width: number, height: number): string {
  return Array.from({ length: random.integer(4, 14) }, () => {
    const radius = random.uniform(4, 22);
    return oval(
      random.uniform(0, width),
      random.uniform(0, height),
      radius,
      radius,
      { fill: hex(anyColour(random)), opacity: random.uniform(0.2, 0.7) },
    );
  }).join("");
}
