import type { Random } from "../_random.ts";
import { hex, lighter, near } from "../colour.ts";
import { eyes } from "../parts/eyes.ts";
import { anyPen, inked } from "../parts/pen.ts";
import { both, commands, oval, placed, shape } from "../svg.ts";

/** A frog: eyes on top of a wide head, a wide mouth and long feet. */
export function frog(random: Random): string {
  const pen = anyPen(random);
  const skin = near(
    random.pick([[100, 45, 45], [60, 40, 42], [25, 40, 45]]),
    random,
  );
  const fill = inked(pen, hex(skin));
  const w = random.uniform(29, 36);
  const smile = random.uniform(4, 12);
  const look = eyes({
    gap: w * 0.5,
    size: random.uniform(5, 7),
    iris: near([50, 70, 60], random),
    pupil: random.pick(["round", "bead", "slit"]),
    slant: 0,
    open: 1,
  }, pen);
  return both(
    oval(w * 0.8, 32, 13, 11, fill),
    oval(w * 0.7, 41, 15, 5, inked(pen, hex(lighter(skin, 8)))),
  ) +
    oval(0, 22, w * 0.75, 22, fill) +
    oval(0, 26, w * 0.5, 16, { fill: hex(lighter(skin, 28)) }) +
    both(oval(w * 0.5, -24, 10, 11, fill)) +
    oval(0, -5, w, 20, fill) +
    placed(0, -25, 0, 1, 1, look) +
    both(oval(2.5, -8, 1, 0.8, { fill: pen.line })) +
    shape(commands`M ${-w * 0.7} -2 Q 0 ${smile + 4} ${w * 0.7} -2`, {
      line: pen.line,
      width: 1.8,
    });
}
