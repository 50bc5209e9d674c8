/** The exit code of each way in which a run ends; 2 is wrong usage. */
export const CODES = { ok: 0, failed: 1, cancelled: 130 } as const;
