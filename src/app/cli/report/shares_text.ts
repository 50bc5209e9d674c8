import { figure } from "../../format.ts";

/** More are not read in a line. */
const MOST = 6;

/**
 * What a model gives each class, in their order; of many the likeliest, and how
 * many there are besides.
 */
export function sharesText(
  probabilities: Readonly<Record<string, number>>,
): string {
  const all = Object.entries(probabilities);
  const shown = all.length <= MOST
    ? all
    : all.toSorted(([, one], [, other]) => other - one).slice(0, MOST);
  const left = all.length - shown.length;
  return [
    ...shown.map(([name, value]) => `${name} ${figure(value)}`),
    ...left > 0 ? [`and ${left} less likely`] : [],
  ].join("  ");
}
