import type { Random } from "../_random.ts";
import { anyColour, hex } from "../colour.ts";
import { anyPen, inked } from "../parts/pen.ts";
import { commands, shape } from "../svg.ts";

/** A star with five to eight points. */
export function star(random: Random): string {
  const points = random.integer(5, 9);
  const inner = random.uniform(0.38, 0.6);
  const corners = Array.from({ length: 2 * points }, (_, at) => {
    const radius = at % 2 === 0 ? 46 : 46 * inner;
    const angle = (at / points) * Math.PI - Math.PI / 2;
    return commands`${radius * Math.cos(angle)} ${radius * Math.sin(angle)}`;
  });
  return shape(
    `M ${corners.join(" L ")} Z`,
    inked(anyPen(random), hex(anyColour(random))),
  );
}
