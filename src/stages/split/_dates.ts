import { z } from "zod";

/**
 * A date, or date and time, as ISO 8601 writes it. All of one form sort as
 * text, so that no time zone enters.
 */
export const isoDate = z.union([
  z.iso.date(),
  z.iso.datetime({ local: true }),
], { error: 'must be an ISO date, such as "2015-01-01"' });

/** Whether a value is an ISO date. */
export function isIsoDate(value: unknown): value is string {
  return isoDate.safeParse(value).success;
}
