import type { Random } from "../_random.ts";
import { both, commands, shape } from "../svg.ts";

/** Two or three long hairs on each side of a nose. */
export function whiskers(
  random: Random,
  start: number,
  length: number,
  line: string,
): string {
  const count = random.integer(2, 4);
  const droop = random.uniform(-2, 4);
  const paint = { line, width: random.uniform(0.6, 1.1) };
  return both(
    ...Array.from({ length: count }, (_, at) => {
      const tilt = (at - (count - 1) / 2) * 5;
      return shape(
        commands`M ${start} ${at * 1.8} Q ${start + length * 0.5} ${
          tilt * 0.5
        } ${start + length} ${tilt + droop}`,
        paint,
      );
    }),
  );
}
