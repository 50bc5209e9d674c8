/** At most ten a second: what people can follow. */
const PAUSE_MS = 100;

/**
 * Lets the first and the last of a count through, and between them one now and
 * then.
 *
 * @param now milliseconds; tests give their own clock
 */
export function throttled(
  total: number,
  report: (done: number) => void,
  now: () => number = () => performance.now(),
): (done: number) => void {
  let last = -Infinity;
  return (done) => {
    if (done < total && now() - last < PAUSE_MS) return;
    last = now();
    report(done);
  };
}
