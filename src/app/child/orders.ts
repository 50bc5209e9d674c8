/**
 * What a trainer is told while it works, a line each.
 *
 * @module
 */

/** To show the next batch. */
export const LOOK = '{"look":true}';

/** To save what it has and end; any other line means the same. */
export const STOP = '{"stop":true}';
