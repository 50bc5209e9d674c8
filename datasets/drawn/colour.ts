import type { Random } from "./_random.ts";

/** A colour: hue in degrees, saturation and lightness from 0 to 100. */
export type Colour = readonly [
  hue: number,
  saturation: number,
  lightness: number,
];

/** The colour as `#rrggbb`, after CSS Color 4, section 7.1. */
export function hex([hue, saturation, lightness]: Colour): string {
  const light = limited(lightness) / 100;
  const reach = (limited(saturation) / 100) * Math.min(light, 1 - light);
  const channel = (offset: number) => {
    const at = (((offset + hue / 30) % 12) + 12) % 12;
    const value = light - reach * Math.max(-1, Math.min(at - 3, 9 - at, 1));
    return Math.round(value * 255).toString(16).padStart(2, "0");
  };
  return `#${channel(0)}${channel(8)}${channel(4)}`;
}

/** The colour, lighter by so many points; darker by a negative number. */
export function lighter([hue, saturation, lightness]: Colour, by: number) {
  return [hue, saturation, limited(lightness + by)] as const;
}

/** A colour near this one: no two coats are quite the same. */
export function near([hue, saturation, lightness]: Colour, random: Random) {
  return [
    hue + random.uniform(-7, 7),
    limited(saturation + random.uniform(-8, 8)),
    limited(lightness + random.uniform(-6, 6)),
  ] as const;
}

/** Any colour that is neither black nor white. */
export function anyColour(random: Random): Colour {
  return [
    random.uniform(0, 360),
    random.uniform(5, 60),
    random.uniform(22, 88),
  ];
}

function limited(value: number): number {
  return Math.min(100, Math.max(0, value));
}
