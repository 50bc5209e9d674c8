import { both, commands, shape } from "../svg.ts";
import { inked, type Pen, stroked } from "./pen.ts";

/** Two arcs under a nose, hung from a short line. */
export function mouth(width: number, drop: number, pen: Pen): string {
  const line = stroked(pen, 1.3);
  return shape(commands`M 0 0 V ${drop}`, line) +
    both(
      shape(
        commands`M 0 ${drop} Q ${width * 0.5} ${drop + width * 0.55} ${width} ${
          drop + width * 0.05
        }`,
        line,
      ),
    );
}

/** A tongue that hangs out below a mouth. */
export function tongue(width: number, length: number, pen: Pen): string {
  const half = width / 2;
  return shape(
    commands`M ${-half} 0 V ${length - half} A ${half} ${half} 0 0 0 ${half} ${
      length - half
    } V 0 Z`,
    inked(pen, "#e8808c"),
  ) + shape(commands`M 0 1 V ${length * 0.6}`, { line: "#b8505f", width: 0.9 });
}
