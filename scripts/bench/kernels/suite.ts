import type { Row } from "../row.ts";
import type { Bench } from "../suite.ts";
import { type Measured, type Side, takeTurns } from "../turns.ts";
import { ceilingSide } from "./ceiling.ts";
import { nameOf, shapeClasses, type Work, worksOf } from "./work.ts";

/** Giga of something a second, from milliseconds for so much of it. */
function perSecond(amount: number, ms: number): number {
  return amount / ms / 1e6;
}

function rowOf(
  what: string,
  side: string,
  { runs, median }: Measured,
  { counted, amount }: Pick<Work, "counted" | "amount">,
): Row {
  return {
    suite: "kernels",
    what,
    side,
    unit: counted === "flop" ? "GFLOP/s" : "GB/s",
    median: perSecond(amount, median),
    runs: runs.map((ms) => perSecond(amount, ms)),
  };
}

/** Single kernels, beside what the adapter could do at most. */
export async function* kernelsSuite(bench: Bench): AsyncGenerator<Row> {
  const { device } = bench;
  const { tf, adapter } = device;
  const ceiling = ceilingSide(device);
  // A kernel is over before a neighbour of the machine is: several turns.
  const duration = bench.quick
    ? { turns: 3, leastMs: 50 }
    : { turns: 9, leastMs: 300 };
  for (const shape of shapeClasses(adapter.software)) {
    const what = nameOf(shape);
    tf.engine().startScope();
    try {
      const works = worksOf(tf, shape)
        .filter(({ name }) => bench.wants(`${name}, ${what}`));
      if (works.length === 0) continue;
      bench.say(`kernels: ${what}`);
      const sides: readonly Side[] = [
        ceiling.side,
        ...works.map(({ name, run }) => ({
          name,
          async run(times: number) {
            for (let time = 0; time < times; time++) tf.dispose(run());
            await device.settle();
          },
        })),
      ];
      for (const side of sides) await side.run(1); // compiles
      const [top, ...measured] = await takeTurns(sides, duration);
      if (top === undefined) continue;
      const most = { counted: "flop", amount: ceiling.flop } as const;
      const highest = rowOf(
        `multiply-adds, beside ${what}`,
        "ceiling",
        top,
        most,
      );
      yield highest;
      for (const [at, work] of works.entries()) {
        const each = measured[at];
        if (each === undefined) continue;
        const row = rowOf(`${work.name}, ${what}`, "Leat", each, work);
        const times = (row.median ?? NaN) / (highest.median ?? NaN);
        yield work.counted === "flop"
          ? { ...row, ratio: { times, of: "ceiling" } }
          : row;
      }
    } finally {
      tf.engine().endScope();
    }
  }
}
