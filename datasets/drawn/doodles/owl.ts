import type { Random } from "../_random.ts";
import { hex, lighter, near } from "../colour.ts";
import { anyCoat, type Fur, furs } from "../parts/coat.ts";
import { eyes } from "../parts/eyes.ts";
import { beak } from "../parts/nose.ts";
import { anyPen, inked } from "../parts/pen.ts";
import { both, clipped, commands, oval, placed, shape } from "../svg.ts";

/** An owl: tufts, two large eyes in discs, a beak and a feathered breast. */
export function owl(random: Random): string {
  const pen = anyPen(random);
  const { base, mark, pale } = anyCoat(random, Object.keys(furs) as Fur[], [
    "plain",
  ]);
  const w = random.uniform(24, 31);
  const tuft = random.uniform(4, 16);
  const body = commands`M 0 -34 Q ${w * 0.5} -36 ${w * 0.8} ${-36 - tuft} Q ${
    w * 1.1
  } -20 ${w} 10 Q ${w * 0.9} 40 0 42 Q ${-w * 0.9} 40 ${-w} 10 Q ${
    -w * 1.1
  } -20 ${-w * 0.8} ${-36 - tuft} Q ${-w * 0.5} -36 0 -34 Z`;
  const feather = (x: number, y: number) =>
    shape(commands`M ${x - 3} ${y} Q ${x} ${y + 6} ${x + 3} ${y}`, {
      line: hex(mark),
      width: 1.4,
    });
  const breast = [8, 17, 26].flatMap((y) =>
    [-10, -3.5, 3.5, 10].map((x) => feather(x, y))
  );
  const look = eyes({
    gap: w * 0.42,
    size: random.uniform(6.5, 8.5),
    iris: near([45, 75, 55], random),
    pupil: "round",
    slant: 0,
    open: 1,
  }, pen);
  const disc = oval(w * 0.42, -16, w * 0.42, w * 0.42, { fill: hex(pale) });
  const wing = shape(
    commands`M ${w * 0.95} -6 Q ${w * 1.25} 14 ${w * 0.75} 34 Q ${
      w * 0.55
    } 12 ${w * 0.95} -6 Z`,
    inked(pen, hex(lighter(base, -8))),
  );
  return shape(body, inked(pen, hex(base))) +
    clipped("torso", body, oval(0, 22, w * 0.62, 24, { fill: hex(pale) })) +
    breast.join("") + both(wing, disc) + placed(0, -16, 0, 1, 1, look) +
    placed(0, -6, 0, 1, 1, beak(5.5, near([38, 75, 52], random), pen));
}
